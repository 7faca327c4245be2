import { findingsOf, parseAccepted } from "../../../cli/permissions/accepted";
import type { Permissions } from "../../../cli/permissions/compare-permissions";

const PERMISSIONS: Permissions = {
  used: [],
  denied: [{ action: "s3:ListBucket", resource: "arn:aws:s3:::docs", explicitly: false }],
  unneeded: [
    { policy: "p", action: "s3:PutObject", resource: "arn:aws:s3:::docs/*", kind: "unused", used: [] },
    { policy: "p", action: "sqs:*", resource: "q", kind: "wide", used: [] },
  ],
  byLambda: [],
};

test("denied, unused and wide permissions are findings", () => {
  expect(findingsOf(PERMISSIONS, []).findings.map(({ text }) => text)).toEqual([
    "was denied s3:ListBucket on arn:aws:s3:::docs",
    "never used s3:PutObject on arn:aws:s3:::docs/* (policy p)",
    "may do more than it used: sqs:* on q (policy p)",
  ]);
});

test("accepted ones are not, and an acceptance that nothing needs is told", () => {
  const accepted = parseAccepted(
    JSON.stringify({
      f: [
        { action: "s3:Put*", resource: "arn:aws:s3:::docs/*", reason: "once a month" },
        { action: "sqs:*", reason: "all of it" },
        { action: "sns:Publish", reason: "alarms" },
      ],
    }),
  );
  const { findings, needless } = findingsOf(PERMISSIONS, accepted.f ?? []);
  expect(findings.map(({ action }) => action)).toEqual(["s3:ListBucket"]);
  expect(needless.map(({ action }) => action)).toEqual(["sns:Publish"]);
});

test("a file that isn't valid is refused with all problems and an example", () => {
  expect(() => parseAccepted("{")).toThrow(/accepted-permissions\.json is not JSON/);
  const wrong = { f: [{ action: "s3:GetObject" }, { action: "", reason: "x", why: 1 }] };
  expect(() => parseAccepted(JSON.stringify(wrong))).toThrow(/f\.0\.reason[\s\S]*f\.1[\s\S]*once a month/);
});
