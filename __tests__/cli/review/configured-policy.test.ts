import fc from "fast-check";
import { readTemplate } from "../../../cli/review/policy/expression";
import { plain } from "../../../cli/review/text";
import { planOf, review } from "./review";

const nothing = () => undefined;

describe("a text in Terraform's language is read", () => {
  test.each<[string, unknown]>([
    ["plain", "plain"],
    ["$${aws:username} and %%{x}", "${aws:username} and %{x}"],
    ["${aws_s3_bucket.docs.arn}/*", "${aws_s3_bucket.docs.arn}/*"],
    ['${aws_s3_bucket.docs["a"].arn}', "${aws_s3_bucket.docs['a'].arn}"],
    ["${upper(var.a)}/*", "${…}/*"],
    ["${[1, true, null, aws_sqs_queue.q.arn]}", [1, true, null, "${aws_sqs_queue.q.arn}"]],
    ['${{a = "1", "b" = ["x\\"\\n\\u00e9"]\n c: var.x}}', { a: "1", b: ['x"\né'], c: "${var.x}" }],
    ['${jsonencode({"a" = "${var.x}/$${aws:username}"})}', '{"a":"${var.x}/${aws:username}"}'],
    ['${jsonencode([var.a ? "}" : "*", "b"])}', '["${…}","b"]'],
    ['${["${upper("}")}", "a" == "b"]}', ["${…}", "${…}"]],
    ["${[for x in var.all : x]}", "${…}"],
    ["${var.a + 1}", "${…}"],
  ])("%s", (text, value) => {
    expect(readTemplate(text, nothing)).toEqual(value);
  });

  test.each(["${", "${jsonencode(", '${"', '${["a"', "%{ if var.a }x%{ endif }", '${"\\q"}'])(
    "but not one that isn't supported: %s",
    (text) => {
      expect([undefined, "${…}"]).toContainEqual(readTemplate(text, nothing));
    },
  );

  test("with known values instead of the references", () => {
    expect(readTemplate("${a.b.c}/${a.b.d}", (name) => (name === "a.b.c" ? "x" : undefined))).toBe(
      "x/${a.b.d}",
    );
  });

  test("reading any text ends quickly", () => {
    const piece = fc.constantFrom(
      "${",
      "}",
      "[",
      "]",
      "{",
      '"',
      "\\",
      ",",
      "a.b",
      "*",
      "=",
      "(",
      ")",
      " ",
      "$",
      "%{",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        readTemplate(pieces.join(""), nothing);
      }),
      { numRuns: 2000 },
    );
    const start = performance.now();
    readTemplate(`${'${"'.repeat(5000)}`, nothing);
    readTemplate(`\${${"[".repeat(5000)}`, nothing);
    readTemplate(`${'${"a" + "'.repeat(40)}${'" + 1}'.repeat(40)}`, nothing);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

/** A plan of a role policy that is known only after the apply. */
function plan(policy: unknown, { existing = false, resources = [] as object[], more = {} } = {}) {
  const made = planOf(
    ...(existing
      ? []
      : [{ type: "aws_iam_role", name: "r", change: { actions: ["create"], after: { name: "r" } } }]),
    {
      type: "aws_iam_role_policy",
      name: "p",
      change: {
        actions: [existing ? "update" : "create"],
        before: existing
          ? { role: "r", policy: '{"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}' }
          : null,
        after: { role: "r" },
        after_unknown: { policy: true },
        ...more,
      },
    },
    {
      type: "aws_s3_bucket",
      name: "docs",
      change: { actions: ["create"], after: { bucket: "shop-docs" }, after_unknown: { arn: true, id: true } },
    },
  );
  made.configuration.root_module.resources = [
    {
      address: "aws_iam_role_policy.p",
      expressions: { role: { references: ["aws_iam_role.r.name", "aws_iam_role.r"] }, policy },
    },
    ...(resources as { address: string }[]),
  ];
  return made;
}

const written = (constant_value: string) => ({ constant_value, references: ["aws_s3_bucket.docs.arn"] });
const allow = (action: string, resource: string) =>
  written(
    `\${jsonencode({"Statement" = [{"Action" = ["${action}"], "Effect" = "Allow", "Resource" = [${resource}]}]})}`,
  );

/** The risks, as `severity code: what`. */
function risks(of: ReturnType<typeof plan>): string[] {
  return review(of).risks.map(({ severity, code, what }) => `${severity} ${code}: ${plain(what)}`);
}

describe("a policy that is known only after the apply", () => {
  test("is shown from its configuration, with the names of its references", () => {
    expect(risks(plan(allow("s3:ListBucket", "aws_s3_bucket.docs.arn")))).toEqual([
      "note policy-by-reference: r is new: it allows s3:ListBucket on ${aws_s3_bucket.docs.arn}.",
    ]);
  });

  test("is high when it has no limit", () => {
    expect(risks(plan(allow("*", '"*", aws_s3_bucket.docs.arn')))).toEqual([
      "high iam-widened: r is new and has no limit: it allows * on ${aws_s3_bucket.docs.arn} and *.",
    ]);
  });

  test("of an existing role is compared with the old policy", () => {
    expect(risks(plan(allow("s3:GetObject", "aws_s3_bucket.docs.arn"), { existing: true }))).toEqual([]);
    expect(risks(plan(allow("s3:*", "aws_s3_bucket.docs.arn"), { existing: true }))).toEqual([
      "medium iam-widened: r also allows the actions s3:*.",
    ]);
  });

  test("contains the names that are known", () => {
    const policy = written(
      '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":["arn:aws:s3:::${aws_s3_bucket.docs.bucket}/*","${aws_s3_bucket.docs.arn}"]}]}',
    );
    expect(risks(plan(policy))).toEqual([
      "note policy-by-reference: r is new: it allows s3:GetObject on ${aws_s3_bucket.docs.arn} and arn:aws:s3:::shop-docs/*.",
    ]);
  });

  test.each([
    "terraform_data.x.output",
    "module.m.arn",
    "var.resource",
    '"${aws_s3_bucket.docs.id}/*"',
    "data.external.x.result.arn",
    'upper("*")',
  ])("is reported when a reference can have any value: %s", (resource) => {
    expect(risks(plan(allow("s3:GetObject", resource)))).toEqual([
      expect.stringMatching(
        /^medium policy-unknown: r: it allows s3:GetObject on .*, and its references can have any value\.$/,
      ),
    ]);
  });

  test("is reported when its action is a reference", () => {
    expect(risks(plan(allow("s3:${var.action}", "aws_s3_bucket.docs.arn")))).toEqual([
      expect.stringContaining("medium policy-unknown"),
    ]);
  });

  test("is not reported for variables of IAM", () => {
    expect(risks(plan(allow("s3:GetObject", '"${aws_s3_bucket.docs.arn}/$${aws:username}"')))).toEqual([
      expect.stringContaining("note policy-by-reference"),
    ]);
  });

  test.each<[string, unknown]>([
    ["in HCL, whose text is not in the plan", { references: ["aws_s3_bucket.docs.arn"] }],
    ["an expression", written("${file(var.name)}")],
    ["another resource", written("${aws_iam_policy.other.policy}")],
    ["text that is not JSON", written("${aws_s3_bucket.docs.arn}")],
  ])("is reported as unknown when it is %s", (_, policy) => {
    expect(risks(plan(policy))).toEqual([
      expect.stringContaining("medium policy-unknown: r: this plan doesn't show what it will allow"),
    ]);
  });

  test("is not read when it is sensitive", () => {
    const of = plan(allow("*", '"*"'), { more: { after_sensitive: { policy: true } } });
    expect(risks(of)).toEqual([expect.stringContaining("medium policy-hidden")]);
  });

  test("is shown when it comes from aws_iam_policy_document", () => {
    const document = (statement: object) => ({
      resources: [
        {
          address: "data.aws_iam_policy_document.d",
          expressions: {
            statement: [
              {
                actions: { constant_value: ["s3:GetObject"] },
                resources: written as unknown as object,
                ...statement,
              },
            ],
          },
        },
      ],
    });
    const from = written("${data.aws_iam_policy_document.d.json}");
    const docs = { constant_value: ["${aws_s3_bucket.docs.arn}"], references: ["aws_s3_bucket.docs.arn"] };
    expect(risks(plan(from, document({ resources: docs })))).toEqual([
      "note policy-by-reference: r is new: it allows s3:GetObject on ${aws_s3_bucket.docs.arn}.",
    ]);
    const limited = {
      resources: docs,
      condition: [
        {
          test: { constant_value: "Bool" },
          variable: { constant_value: "aws:SecureTransport" },
          values: { constant_value: ["true"] },
        },
      ],
      principals: [{ type: { constant_value: "AWS" }, identifiers: { constant_value: ["*"] } }],
    };
    expect(risks(plan(from, document(limited)))).toEqual([
      "note policy-by-reference: r is new: it allows s3:GetObject on ${aws_s3_bucket.docs.arn} to * under conditions.",
    ]);
    const all = { actions: { constant_value: ["*"] }, resources: { constant_value: ["*"] } };
    expect(risks(plan(from, document(all)))).toEqual([expect.stringContaining("high iam-widened")]);
    // More statements come from elsewhere.
    const more = document({ resources: docs });
    (more.resources[0] as { expressions: object }).expressions = {
      ...more.resources[0]?.expressions,
      source_policy_documents: { references: ["var.more"] },
    };
    expect(risks(plan(from, more))).toEqual([expect.stringContaining("medium policy-unknown")]);
  });
});

test("a policy of the same apply that an existing role gets is reported by its address", () => {
  const made = planOf(
    {
      type: "aws_iam_role_policy_attachment",
      name: "a",
      change: {
        actions: ["create"],
        before: null,
        after: { role: "r" },
        after_unknown: { policy_arn: true },
      },
    },
    { type: "aws_iam_policy", name: "wide", change: { actions: ["create"], after: { policy: "{}" } } },
  );
  made.configuration.root_module.resources = [
    {
      address: "aws_iam_role_policy_attachment.a",
      expressions: { policy_arn: { references: ["aws_iam_policy.wide.arn", "aws_iam_policy.wide"] } },
    },
  ];
  expect(review(made).risks.map(({ code, what }) => `${code}: ${plain(what)}`)).toContain(
    "iam-widened: r gets aws_iam_policy.wide.",
  );
});
