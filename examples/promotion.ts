import { App } from "cdktf";
import { DockerImageCode, DockerImageFunction, Repository } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import { environments } from "../environments";
import { type Environment, readEnvironment } from "../stacks/environment";
import { EnvironmentStack } from "../stacks/environment-stack";

/**
 * One image, built once: the image that was tested in dev runs in prod, by its digest. A pull request that changes this
 * line is a promotion. `npm run images -- --env dev --json` prints the digests.
 *
 *     ENVIRONMENT=prod npx cdktf deploy --app "node cli/app/run-app.cjs examples/promotion.ts"
 */
const PROMOTED = {
  repository: "arn:aws:ecr:eu-central-1:111111111111:repository/hello-dev/hello",
  digest: "sha256:5f2a8d0d6f5c4f0e3d1b7a9c8e6f4a2b1c3d5e7f9a0b2c4d6e8f0a1b3c5d7e9f",
};

class FunctionsStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);
    new DockerImageFunction(this, "hello", {
      code: environment.name === "prod" ? this.promoted() : this.built(),
    });
  }

  /** Built here, in a repository that production may pull from. */
  private built(): DockerImageCode {
    const repository = new Repository(this, "HelloImages", {
      repositoryName: `${this.environment.namePrefix}/hello`,
      pullAccounts: [environments.prod.account],
    });
    return DockerImageCode.fromImageAsset("examples/hello", { repository });
  }

  private promoted(): DockerImageCode {
    const repository = Repository.fromRepositoryArn(this, PROMOTED.repository);
    return DockerImageCode.fromEcr(repository, { tagOrDigest: PROMOTED.digest });
  }
}

const environment = readEnvironment(environments, process.env.ENVIRONMENT ?? "dev", {
  imageBuilder: process.env.IMAGE_BUILDER,
});

const app = new App();
new FunctionsStack(app, `functions-${environment.name}`, environment);
app.synth();
