import { DataAwsEcrImage } from "@cdktf/provider-aws/lib/data-aws-ecr-image";
import { Fn, type TerraformStack } from "cdktf";
import { evaluateLifecycle, type LifecycleImage } from "../../../cli/images/lifecycle-policy";
import {
  DockerImageAsset,
  DockerImageCode,
  DockerImageFunction,
  Repository,
  type RepositoryProps,
} from "../../../lib";
import { functionFolder, only, synth } from "../../synth";

const FIRST = "python.63c89386a493-20260101000000";
const SECOND = "python.a81f02c4d6e8-20260102000000";

function policyOf(build: (stack: TerraformStack) => void) {
  return JSON.parse(only(synth(build).json, "aws_ecr_lifecycle_policy").policy);
}

/** The policy of a repository that the function `python` shares with others. */
function sharedPolicy(props: RepositoryProps, more: (repository: Repository) => void = () => undefined) {
  return policyOf((stack) => {
    const repository = new Repository(stack, "Shared", props);
    new DockerImageAsset(stack, "python", { directory: functionFolder(), repository });
    more(repository);
  });
}

const protects = (rulePriority: number, tag: string) => ({
  rulePriority,
  description: `Protect ${tag}`,
  selection: {
    tagStatus: "tagged",
    tagPatternList: [tag],
    countType: "imageCountMoreThan",
    countNumber: 1,
  },
  action: { type: "expire" },
});

describe("a protected tag", () => {
  test("has a rule of its own, in front of those that count", () => {
    const { rules } = sharedPolicy({ protectedTags: [FIRST, SECOND] });
    expect(rules).toEqual([
      protects(1, FIRST),
      protects(2, SECOND),
      expect.objectContaining({
        rulePriority: 51,
        selection: expect.objectContaining({ tagPrefixList: ["python."], countNumber: 50 }),
      }),
    ]);
  });

  test("changes no other rule when it is added", () => {
    const counting = sharedPolicy({}).rules;
    expect(sharedPolicy({ protectedTags: [FIRST] }).rules).toEqual([protects(1, FIRST), ...counting]);
  });

  test("may be added later, by an image of the repository too, and twice is once", () => {
    const { rules } = policyOf((stack) => {
      const repository = new Repository(stack, "Shared", { protectedTags: [FIRST] });
      new DockerImageAsset(stack, "python", {
        directory: functionFolder(),
        repository,
        protectedTags: [SECOND, FIRST],
      });
      repository.protectTag(SECOND);
    });
    expect(rules.slice(0, -1)).toEqual([protects(1, FIRST), protects(2, SECOND)]);
  });

  test("works in the repository that an image has for itself", () => {
    const { rules } = policyOf(
      (stack) =>
        new DockerImageFunction(stack, "python", {
          code: DockerImageCode.fromImageAsset(functionFolder(), { protectedTags: ["63c89386a493"] }),
        }),
    );
    expect(rules).toEqual([
      protects(1, "63c89386a493"),
      expect.objectContaining({ selection: expect.objectContaining({ tagStatus: "any" }) }),
    ]);
  });

  test("is the one that a function here runs by tag", () => {
    const { rules } = policyOf((stack) => {
      const repository = new Repository(stack, "Shared");
      new DockerImageFunction(stack, "old", {
        code: DockerImageCode.fromEcr(repository, { tagOrDigest: FIRST }),
      });
      new DockerImageAsset(stack, "python", { directory: functionFolder(), repository });
    });
    expect(rules[0]).toEqual(protects(1, FIRST));
  });

  test("needs no policy where nothing is counted: nothing expires", () => {
    const { json } = synth((stack) => void new Repository(stack, "Shared", { protectedTags: [FIRST] }));
    expect(json.resource.aws_ecr_lifecycle_policy).toBeUndefined();
  });

  test("may be known only to Terraform", () => {
    const { rules } = policyOf((stack) => {
      const repository = new Repository(stack, "Shared");
      const { imageTags } = new DataAwsEcrImage(stack, "Live", {
        repositoryName: "shop-dev/shared",
        imageDigest: `sha256:${"1".repeat(64)}`,
      });
      repository.protectTag(Fn.element(imageTags, 0));
      new DockerImageAsset(stack, "python", { directory: functionFolder(), repository });
    });
    expect(rules[0].selection.tagPatternList).toEqual(["${element(data.aws_ecr_image.Live.image_tags, 0)}"]);
  });

  test.each([
    ["a pattern", "prod*", /A pattern would protect more and more images/],
    ["a digest", `sha256:${"1".repeat(64)}`, /That is a digest, and a lifecycle policy knows only tags/],
    ["nothing", "", /A tag has 1 to 128/],
    ["a dash at the beginning", "-prod", /A tag has 1 to 128/],
    ["a space", "prod 1", /A tag has 1 to 128/],
    ["too much", "a".repeat(129), /A tag has 1 to 128/],
  ])("is not %s", (_title, tag, why) => {
    expect(() => sharedPolicy({ protectedTags: [tag] })).toThrow(why);
    expect(() => sharedPolicy({}, (repository) => repository.protectTag(tag))).toThrow(/^\[shop\/Shared\] /);
    expect(() =>
      synth(
        (stack) =>
          void new DockerImageAsset(stack, "python", { directory: functionFolder(), protectedTags: [tag] }),
      ),
    ).toThrow(/^\[shop\/python\] .* can't be protected: it is not the tag of an image/);
  });

  test("shares the 50 rules of a policy with the functions", () => {
    const tags = Array.from({ length: 49 }, (_, index) => `v${index}`);
    expect(sharedPolicy({ protectedTags: tags }).rules).toHaveLength(50);
    expect(() => sharedPolicy({ protectedTags: tags }, (repository) => repository.protectTag("v49"))).toThrow(
      /\[shop\/Shared\] needs more than 50 rules in its lifecycle policy.* It has 49 for protected tags, 1 for functions/,
    );
  });

  test("can't be in a repository of another app", () => {
    expect(() =>
      synth(
        (stack) =>
          void new DockerImageAsset(stack, "python", {
            directory: functionFolder(),
            repository: Repository.fromRepositoryName(stack, "shop-dev/shared"),
            protectedTags: [FIRST],
          }),
      ),
    ).toThrow(/\[shop\/python\] can't protect tags in shop-dev\/shared/);
  });
});

describe("after 60 more pushes, by the policy that is synthesized", () => {
  const START = Date.parse("2026-01-01T00:00:00.000Z");
  const push = (index: number, tag: string): LifecycleImage => ({
    digest: `sha256:${index}`,
    tags: [tag],
    pushedAt: new Date(START + index * 60_000).toISOString(),
  });
  const pushes = (prefix: string): LifecycleImage[] =>
    Array.from({ length: 60 }, (_, index) =>
      push(index + 1, `${prefix}${String(index).padStart(12, "0")}-20260101000000`),
    );
  const dueBy = (policy: ReturnType<typeof policyOf>, images: readonly LifecycleImage[]) =>
    [...evaluateLifecycle(policy, images, new Date(START + 61 * 60_000))]
      .filter(([, { state }]) => state === "due")
      .map(([digest]) => digest)
      .sort((one, other) => Number(one.slice(7)) - Number(other.slice(7)));

  test("the promoted image stays in a shared repository, and the ten oldest others expire", () => {
    const images = [push(0, FIRST), ...pushes("python.")];
    const oldest = Array.from({ length: 10 }, (_, index) => `sha256:${index + 1}`);
    expect(dueBy(sharedPolicy({ protectedTags: [FIRST] }), images)).toEqual(oldest);
    // Without protection, production would lose its image.
    expect(dueBy(sharedPolicy({}), images)).toEqual(["sha256:0", ...oldest]);
  });

  test("the promoted image stays in a repository of its own", () => {
    const tag = "63c89386a493-20260101000000";
    const own = (protectedTags: readonly string[]) =>
      policyOf(
        (stack) => void new DockerImageAsset(stack, "python", { directory: functionFolder(), protectedTags }),
      );
    const images = [push(0, tag), ...pushes("")];
    expect(dueBy(own([tag]), images)).not.toContain("sha256:0");
    expect(dueBy(own([tag]), images)).toHaveLength(10);
    expect(dueBy(own([]), images)).toContain("sha256:0");
  });
});
