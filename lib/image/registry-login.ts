import { DataAwsEcrAuthorizationToken } from "@cdktf/provider-aws/lib/data-aws-ecr-authorization-token";
import type { TerraformStack } from "cdktf";
import { EPHEMERAL_TOKEN_AWS_VERSION } from "./provider-versions";

/** A user and password for the registry, as Terraform expressions. */
export interface RegistryCredentials {
  readonly username: string;
  readonly password: string;
}

/** The protocol of a registry. */
export type RegistryScheme = "https" | "http";

/** How a builder logs in to the registry. */
export abstract class RegistryLogin {
  /**
   * A token that Terraform fetches for each run and doesn't store: it is in neither state nor plan. It needs AWS
   * provider 6.22.0 or newer (`ephemeral "aws_ecr_authorization_token"`), Terraform 1.10 or newer, and the permission
   * `ecr:GetAuthorizationToken` for every plan.
   */
  static ephemeralToken(): RegistryLogin {
    return new EphemeralToken();
  }

  /**
   * The credentials in the machine's Docker configuration (`~/.docker/config.json`, or the folder that `DOCKER_CONFIG`
   * names): a `docker login`, or better a credential helper (`docker-credential-ecr-login`). With the docker provider
   * that file has to exist on every machine that plans, or the plan fails. A `docker login` to ECR is valid for 12
   * hours. It works with every version of the AWS provider.
   */
  static dockerConfig(): RegistryLogin {
    return new DockerConfig();
  }

  /**
   * A token read by the data source `aws_ecr_authorization_token`, for AWS provider 5. The token is written in plain
   * text into the state and into saved plans. For 12 hours, anyone who can read those can push to every repository that
   * the role may push to. Prefer the other two logins.
   */
  static tokenInState(): RegistryLogin {
    return new TokenInState();
  }

  /** No login, for a registry that needs none. */
  static none(): RegistryLogin {
    return new NoLogin();
  }

  /** The version constraint of provider "aws" that this login needs. @default - none besides the project's own */
  readonly awsProviderVersion: string | undefined = undefined;

  /** The credentials. `undefined` if Docker has them itself. @internal */
  abstract credentials(stack: TerraformStack): RegistryCredentials | undefined;

  /** The block `registry_auth` of the docker provider, without the address. @internal */
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
