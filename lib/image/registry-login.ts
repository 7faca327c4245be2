import { DataAwsEcrAuthorizationToken } from "@cdktf/provider-aws/lib/data-aws-ecr-authorization-token";
import type { TerraformStack } from "cdktf";
import { EPHEMERAL_TOKEN_AWS_VERSION } from "./provider-versions";

/** A user and password for the registry, as Terraform expressions. */
export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
}

/** How a registry is spoken to. */
export type RegistryScheme = "https" | "http";

/** How a builder logs in to the registry. */
export abstract class RegistryLogin {
  /**
   * A token that Terraform fetches for each run and forgets: it is in neither state nor plan.
   * Costs: AWS provider 6.22.0 or newer (`ephemeral "aws_ecr_authorization_token"`) and Terraform 1.10 or newer;
   * whoever plans needs `ecr:GetAuthorizationToken`.
   */
  static ephemeralToken(): RegistryLogin {
    return new EphemeralToken();
  }

  /**
   * What the machine's own Docker configuration holds (`~/.docker/config.json`, or the folder that `DOCKER_CONFIG`
   * names): a `docker login`, or better a credential helper (`docker-credential-ecr-login`).
   * Costs: that file has to be there on every machine that plans with the docker provider, or the plan fails; a
   * `docker login` to ECR lasts 12 hours. Works with every version of the AWS provider.
   */
  static dockerConfig(): RegistryLogin {
    return new DockerConfig();
  }

  /**
   * A token read by the data source `aws_ecr_authorization_token`, for AWS provider 5.
   * Costs: the token is written, readable, into the state and into saved plans. For 12 hours whoever can read those
   * can push to every repository that the role may push to. Prefer the other two.
   */
  static tokenInState(): RegistryLogin {
    return new TokenInState();
  }

  /** None: for a registry without login. */
  static none(): RegistryLogin {
    return new NoLogin();
  }

  /** What provider "aws" has to be for this login, as a constraint. @default - no more than the project's own */
  readonly awsProviderVersion: string | undefined = undefined;

  /** The credentials; `undefined` where Docker has them itself. @internal */
  abstract credentials(stack: TerraformStack): RegistryCredentials | undefined;

  /** The block `registry_auth` of the docker provider, but for the address. @internal */
  registryAuth(stack: TerraformStack): Record<string, unknown> {
    return { ...this.credentials(stack) };
  }
}

class EphemeralToken extends RegistryLogin {
  override readonly awsProviderVersion = EPHEMERAL_TOKEN_AWS_VERSION;

  credentials(stack: TerraformStack): RegistryCredentials {
    // CDKTF 0.21 has no construct for ephemeral resources.
    stack.addOverride("ephemeral.aws_ecr_authorization_token.registry", {});
    return tokenOf("ephemeral.aws_ecr_authorization_token.registry");
  }
}

class TokenInState extends RegistryLogin {
  credentials(stack: TerraformStack): RegistryCredentials {
    const token = new DataAwsEcrAuthorizationToken(stack, "RegistryToken");
    token.overrideLogicalId("registry");
    return tokenOf("data.aws_ecr_authorization_token.registry");
  }
}

class DockerConfig extends RegistryLogin {
  credentials(): undefined {
    return undefined;
  }
}

class NoLogin extends RegistryLogin {
  credentials(): undefined {
    return undefined;
  }

  override registryAuth(): Record<string, unknown> {
    return { auth_disabled: true };
  }
}

function tokenOf(address: string): RegistryCredentials {
  return { username: `\${${address}.user_name}`, password: `\${${address}.password}` };
}
