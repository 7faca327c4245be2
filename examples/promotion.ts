import { App } from "cdktf";
import { DockerImageCode, DockerImageFunction, Repository } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import { environments } from "../environments";
import { type Environment, readEnvironment } from "../stacks/environment";
import { EnvironmentStack } from "../stacks/environment-stack";

const REPOSITORY = "arn:aws:ecr:eu-central-1:111111111111:repository/hello-dev/hello";

/**
 * One image, built once: the image that was tested in dev runs in prod, by its digest. A pull request that adds a line on top and
 * removes the last one is a promotion. Deploy it to dev first, which protects the image there, and then to prod. The second line is
 * the image before, so that a revert finds it. `npm run images -- --env dev --json` prints tags and digests.
 *
 *     ENVIRONMENT=prod npx cdktf deploy --app "node cli/app/run-app.cjs examples/promotion.ts"
 */
const PROMOTED = [
  {
    tag: "hello.63c89386a493-20261124224406",
    digest: "sha256:5f2a8d0d6f5c4f0e3d1b7a9c8e6f4a2b1c3d5e7f9a0b2c4d6e8f0a1b3c5d7e9f",
  },
  {
    tag: "hello.a81f02c4d6e8-20261120091201",
    digest: "sha256:1c0e77a4b2d95f3e8a6b4c2d0f1e3a5b7c9d8e6f4a2b1c3d5e7f9a0b2c4d6e8f",
  },
] as const;

class FunctionsStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, environment);
    new DockerImageFunction(this, "hello", {
      code: environment.name === "prod" ? this.promoted() : this.built(),
    });
  }

  /** Built here, in a repository that production may pull from, and that never loses what production runs. */
  private built(): DockerImageCode {
    const repository = new Repository(this, "HelloImages", {
      repositoryName: `${this.environment.namePrefix}/hello`,
      pullAccounts: [environments.prod.account],
      protectedTags: PROMOTED.map(({ tag }) => tag),
    });
    return DockerImageCode.fromImageAsset("examples/hello", { repository });
  }

  private promoted(): DockerImageCode {
    const repository = Repository.fromRepositoryArn(this, REPOSITORY);
    return DockerImageCode.fromEcr(repository, { tagOrDigest: PROMOTED[0].digest });
  }
}

const environment = readEnvironment(environments, process.env.ENVIRONMENT ?? "dev", {
  imageBuilder: process.env.IMAGE_BUILDER,
});

const app = new App();
new FunctionsStack(app, `functions-${environment.name}`, environment);
app.synth();
