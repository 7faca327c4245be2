import fc from "fast-check";
import {
  type Expiry,
  evaluateLifecycle,
  type LifecycleImage,
  type LifecyclePolicy,
  type LifecycleRule,
} from "../../../cli/images/lifecycle-policy";

const NOW = new Date("2026-11-28T12:00:00.000Z");
const DAY = 24 * 60 * 60 * 1000;

function daysAgo(days: number): string {
  return new Date(NOW.getTime() - days * DAY).toISOString();
}

function image(digest: string, tags: readonly string[], pushed: number): LifecycleImage {
  return { digest, tags, pushedAt: daysAgo(pushed) };
}

function rule(rulePriority: number, selection: Partial<LifecycleRule["selection"]>): LifecycleRule {
  return {
    rulePriority,
    selection: { tagStatus: "tagged", countType: "imageCountMoreThan", countNumber: 1, ...selection },
  };
}

/** The digests that expire, with the rule that decides. */
function due(policy: LifecyclePolicy, images: readonly LifecycleImage[]): Record<string, number | undefined> {
  return Object.fromEntries(
    [...evaluateLifecycle(policy, images, NOW)].flatMap(([digest, { state, rule }]) =>
      state === "due" ? [[digest, rule]] : [],
    ),
  );
}

describe("the examples of ECR's User Guide", () => {
  const repository = [
    image("A", ["beta-1", "prod-1"], 10),
    image("B", ["beta-2", "prod-2"], 9),
    image("C", ["beta-3"], 8),
  ];
  const prod = { tagPrefixList: ["prod"] };
  const beta = { tagPrefixList: ["beta"] };

  test("several rules, A: the rule of higher priority keeps an image that the other would expire", () => {
    expect(due({ rules: [rule(1, prod), rule(2, beta)] }, repository)).toEqual({ A: 1 });
  });

  test("several rules, B: an image that was seen by a rule is not seen again", () => {
    expect(due({ rules: [rule(2, prod), rule(1, beta)] }, repository)).toEqual({ A: 1, B: 1 });
  });

  test("several prefixes in one rule, A: images must match all of them", () => {
    const policy = {
      rules: [rule(1, { tagPrefixList: ["alpha", "beta"], countType: "sinceImagePushed", countNumber: 5 })],
    };
    const images = [
      image("A", ["alpha-1"], 12),
      image("B", ["beta-1"], 11),
      image("C", ["alpha-2", "beta-2"], 10),
      image("D", ["alpha-3"], 4),
      image("E", ["beta-3"], 3),
      image("F", ["alpha-4", "beta-4"], 2),
    ];
    expect(due(policy, images)).toEqual({ C: 1 });
  });

  test("several prefixes in one rule, B: tags are not exclusive", () => {
    const images = [
      image("A", ["alpha-1", "beta-1", "gamma-1"], 10),
      image("B", ["alpha-2", "beta-2"], 9),
      image("C", ["alpha-3", "beta-3", "gamma-2"], 8),
    ];
    expect(due({ rules: [rule(1, { tagPrefixList: ["alpha", "beta"] })] }, images)).toEqual({ A: 1, B: 1 });
  });

  test("one untagged image is kept", () => {
    const images = [image("A", [], 3), image("B", [], 2), image("C", ["x"], 9)];
    expect(due({ rules: [rule(1, { tagStatus: "untagged" })] }, images)).toEqual({ A: 1 });
  });
});

describe("a rule", () => {
  const expiry = (selection: Partial<LifecycleRule["selection"]>, of: LifecycleImage): Expiry | undefined =>
    evaluateLifecycle({ rules: [rule(7, selection)] }, [of], NOW).get(of.digest);
  const never = { state: "never" };

  test.each<[string, string[], string, boolean]>([
    ["a whole tag", ["prod"], "prod", true],
    ["no more than a whole tag", ["prod"], "prod1", false],
    ["a beginning", ["prod*"], "production-team1", true],
    ["a middle", ["*prod*"], "repo-production", true],
    ["several wildcards", ["*test*1*2*3"], "a-test-1-2-3", true],
    ["all patterns, each by any tag", ["prod*", "v*"], "prod1 v1", true],
    ["not by one of two patterns", ["prod*", "w*"], "prod1 v1", false],
    ["a dot as a dot", ["a.b*"], "axb", false],
  ])("selects by %s", (_title, tagPatternList, tags, selected) => {
    const result = expiry({ tagPatternList, countNumber: 5 }, image("A", tags.split(" "), 1));
    expect(result?.state === "never" && result.rule === undefined).toBe(!selected);
  });

  test("that names a whole tag protects its image", () => {
    expect(expiry({ tagPatternList: ["prod"] }, image("A", ["prod"], 400))).toEqual({
      state: "never",
      rule: 7,
    });
  });

  test("that names a whole tag doesn't protect it from its age", () => {
    const selection = { tagPatternList: ["prod"], countType: "sinceImagePushed", countNumber: 14 };
    expect(expiry(selection, image("A", ["prod"], 15))?.state).toBe("due");
  });

  test.each<[number, string]>([
    [0, "kept"],
    [9, "kept"],
    [9.1, "soon"],
    [10, "soon"],
    [10.1, "due"],
  ])("by age, after %d of 10 days: %s", (days, state) => {
    const selection = { tagStatus: "any", countType: "sinceImagePushed", countNumber: 10 } as const;
    expect(expiry(selection, image("A", [], days))).toEqual({
      state,
      rule: 7,
      ageInDays: Math.floor(days),
      maxAgeInDays: 10,
    });
  });

  test("counts from the last pull, or from the push of an image that was never pulled", () => {
    const selection = { tagStatus: "any", countType: "sinceImagePulled", countNumber: 10 } as const;
    expect(expiry(selection, image("A", [], 30))?.state).toBe("due");
    expect(expiry(selection, { ...image("A", [], 30), pulledAt: daysAgo(1) })?.state).toBe("kept");
    expect(expiry(selection, { ...image("A", [], 30), restoredAt: daysAgo(1) })?.state).toBe("kept");
  });

  test("looks only at its own storage class", () => {
    const archived = { ...image("A", [], 30), archived: true, archivedAt: daysAgo(1) };
    const selection = { tagStatus: "any", countType: "sinceImagePushed", countNumber: 10 } as const;
    expect(expiry(selection, archived)).toEqual(never);
    expect(
      expiry({ ...selection, storageClass: "archive", countType: "sinceImageTransitioned" }, archived)?.state,
    ).toBe("kept");
  });

  test.each<[number, number, string]>([
    [45, 50, "kept"],
    [46, 50, "soon"],
    [50, 50, "soon"],
    [51, 50, "due"],
    [9, 10, "kept"],
    [10, 10, "soon"],
    [5, 5, "soon"],
    [4, 5, "kept"],
  ])("the image at place %d of %d: %s", (place, countNumber, state) => {
    const images = Array.from({ length: place }, (_, index) => image(`${index}`, ["t"], index));
    const expiries = evaluateLifecycle({ rules: [rule(51, { tagStatus: "any", countNumber })] }, images, NOW);
    expect(expiries.get(`${place - 1}`)).toEqual({
      state,
      rule: 51,
      position: place,
      maxImageCount: countNumber,
    });
  });
});

test("without rules nothing expires", () => {
  expect([...evaluateLifecycle({ rules: [] }, [image("A", [], 999)], NOW)]).toEqual([
    ["A", { state: "never" }],
  ]);
});

describe("for all policies and images", () => {
  const TAGS = ["a", "b", "a.1", "a.2", "b.1", "c"];
  const tagStatus = fc.constantFrom("untagged" as const, "any" as const);
  const some = (values: readonly string[]) => fc.subarray([...values], { minLength: 1, maxLength: 2 });
  const counted = {
    countType: fc.constant("imageCountMoreThan"),
    countNumber: fc.integer({ min: 1, max: 5 }),
  };
  const selection: fc.Arbitrary<LifecycleRule["selection"]> = fc.oneof(
    fc.record({
      tagStatus: fc.constant("tagged" as const),
      tagPatternList: some([...TAGS, "a*", "*1"]),
      ...counted,
    }),
    fc.record({
      tagStatus: fc.constant("tagged" as const),
      tagPrefixList: some(["a", "b.", "c"]),
      ...counted,
    }),
    fc.record({ tagStatus, ...counted }),
    fc.record({
      tagStatus,
      countType: fc.constant("sinceImagePushed"),
      countNumber: fc.integer({ min: 1, max: 20 }),
    }),
  );
  const policies = fc.array(selection, { maxLength: 4 }).map(
    (all): LifecyclePolicy => ({
      rules: all.map((of, index) => ({ rulePriority: index + 1, selection: of })),
    }),
  );
  /** A tag is on one image only. */
  const repositories = fc
    .array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 })
    .chain((counts) =>
      fc.tuple(
        fc.constant(counts),
        fc.shuffledSubarray(TAGS, { minLength: TAGS.length }),
        fc.array(fc.integer({ min: 0, max: 40 }), { minLength: counts.length, maxLength: counts.length }),
      ),
    )
    .map(([counts, tags, pushed]) => {
      const left = [...tags];
      return counts.map((count, index) =>
        image(`d${String(index).padStart(2, "0")}`, left.splice(0, count), pushed[index] as number),
      );
    });
  const selectedBy = (of: LifecycleRule, images: readonly LifecycleImage[]): string[] =>
    [...evaluateLifecycle({ rules: [of] }, images, NOW)]
      .filter(([, { rule }]) => rule !== undefined)
      .map(([digest]) => digest);

  test("each image has one outcome, by the first rule that selects it", () => {
    fc.assert(
      fc.property(policies, repositories, (policy, images) => {
        const expiries = evaluateLifecycle(policy, images, NOW);
        expect([...expiries.keys()].sort()).toEqual(images.map(({ digest }) => digest).sort());
        for (const [digest, { rule: decides }] of expiries) {
          const first = policy.rules.find((of) => selectedBy(of, images).includes(digest));
          expect(decides).toBe(first?.rulePriority);
        }
      }),
    );
  });

  test("an image with a rule for its whole tag in front never expires by count, whatever comes later", () => {
    fc.assert(
      fc.property(policies, repositories, fc.integer({ min: 0, max: 30 }), (policy, images, pushes) => {
        const promoted = image("promoted", ["promoted"], 40);
        const newer = Array.from({ length: pushes }, (_, index) => image(`n${index}`, [`a.n${index}`], 0));
        const rules = [rule(0, { tagPatternList: ["promoted"] }), ...policy.rules];
        const expiries = evaluateLifecycle({ rules }, [promoted, ...images, ...newer], NOW);
        expect(expiries.get("promoted")).toEqual({ state: "never", rule: 0 });
      }),
    );
  });

  test("a protecting rule in front changes nothing for the other images", () => {
    fc.assert(
      fc.property(policies, repositories, fc.constantFrom(...TAGS), (policy, images, tag) => {
        const before = evaluateLifecycle(policy, images, NOW);
        const rules = [rule(0, { tagPatternList: [tag] }), ...policy.rules];
        for (const [digest, expiry] of evaluateLifecycle({ rules }, images, NOW)) {
          const isProtected = images.find((of) => of.digest === digest)?.tags.includes(tag);
          expect(expiry).toEqual(isProtected ? { state: "never", rule: 0 } : before.get(digest));
        }
      }),
    );
  });

  test("an image never stays when a newer one expires by the same rule", () => {
    fc.assert(
      fc.property(policies, repositories, (policy, images) => {
        const expiries = evaluateLifecycle(policy, images, NOW);
        for (const of of images) {
          for (const other of images) {
            const [one, two] = [expiries.get(of.digest), expiries.get(other.digest)];
            if (one?.rule === two?.rule && one?.state === "due" && other.pushedAt < of.pushedAt) {
              expect(two?.state).toBe("due");
            }
          }
        }
      }),
    );
  });

  test("a later push never saves an image that is due", () => {
    fc.assert(
      fc.property(policies, repositories, some(TAGS), (policy, images, tags) => {
        const before = due(policy, images);
        const fresh = {
          ...image(
            "new",
            tags.map((tag) => `${tag}-new`),
            0,
          ),
          pushedAt: NOW.toISOString(),
        };
        const after = due(policy, [...images, fresh]);
        for (const digest of Object.keys(before)) {
          expect(after).toHaveProperty(digest);
        }
      }),
    );
  });

  test("the order in which images and rules are listed doesn't matter", () => {
    fc.assert(
      fc.property(policies, repositories, (policy, images) => {
        const reversed = { rules: [...policy.rules].reverse() };
        expect(evaluateLifecycle(reversed, [...images].reverse(), NOW)).toEqual(
          evaluateLifecycle(policy, images, NOW),
        );
      }),
    );
  });
});
