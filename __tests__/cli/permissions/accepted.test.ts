import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as z from "zod";
import {
  acceptedFile,
  findingsOf,
  notDeployed,
  parseAccepted,
  readAccepted,
} from "../../../cli/permissions/accepted";
import type { Permissions } from "../../../cli/permissions/compare-permissions";

const PERMISSIONS: Permissions = {
  used: [],
  denied: [{ action: "s3:ListBucket", resource: "arn:aws:s3:::docs", explicitly: false, enforced: true }],
  unneeded: [
    { policy: "p", actions: ["s3:PutObject"], resources: ["arn:aws:s3:::docs/*"], kind: "unused", used: [] },
    { policy: "p", actions: ["sqs:*"], resources: ["q"], kind: "wide", used: [] },
  ],
  byLambda: [],
};

test("the schema for editors is that of the command", () => {
  const file = path.resolve("cli/permissions/accepted-permissions.schema.json");
  const schema = z.toJSONSchema(acceptedFile, { target: "draft-7", io: "input" });
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(schema);
});

test("a file may name its schema", () => {
  expect(parseAccepted('{ "$schema": "./x.json", "f": [{ "action": "s3:*", "reason": "r" }] }')).toEqual({
    f: [{ action: "s3:*", resource: "*", reason: "r" }],
  });
});

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
  expect(findings.map(({ actions }) => actions)).toEqual([["s3:ListBucket"]]);
  expect(needless.map(({ action }) => action)).toEqual(["sns:Publish"]);
});

test("each action of a finding has to be accepted, on each of its resources", () => {
  const resources = ["arn:aws:s3:::a", "arn:aws:s3:::a/*"];
  const unneeded = [{ policy: "p", actions: ["s3:GetObject"], resources, kind: "unused" as const, used: [] }];
  const accept = (...accepted: { resource: string }[]) =>
    findingsOf(
      { ...PERMISSIONS, denied: [], unneeded },
      accepted.map(({ resource }) => ({ action: "s3:getobject", resource, reason: "x" })),
    );
  expect(accept({ resource: "arn:aws:s3:::a/*" })).toMatchObject({ accepted: 0, needless: [] });
  expect(accept(...resources.map((resource) => ({ resource })))).toMatchObject({ accepted: 1, findings: [] });
  expect(accept({ resource: "arn:aws:s3:::a*" })).toMatchObject({ accepted: 1, findings: [] });
});

test("a list of all acceptances is refused with an example, and so is a reason of blanks", () => {
  expect(() => parseAccepted("[]")).toThrow(/once a month/);
  expect(() => parseAccepted('{"f":[{"action":"a:B","reason":"  "}]}')).toThrow(/f\.0\.reason/);
});

test("only a file that isn't there accepts nothing", () => {
  const before = process.cwd();
  const folder = mkdtempSync(path.join(tmpdir(), "accepted-"));
  process.chdir(folder);
  try {
    expect(readAccepted()).toEqual({});
    mkdirSync("accepted-permissions.json");
    expect(readAccepted).toThrow(/accepted-permissions\.json can't be read/);
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
});

test("a file that isn't valid is refused with all problems and an example", () => {
  expect(() => parseAccepted("{")).toThrow(/accepted-permissions\.json is not JSON/);
  const wrong = { f: [{ action: "s3:GetObject" }, { action: "", reason: "x", why: 1 }] };
  expect(() => parseAccepted(JSON.stringify(wrong))).toThrow(/f\.0\.reason[\s\S]*f\.1[\s\S]*once a month/);
});

test("entries for functions that aren't deployed are found", () => {
  expect(notDeployed({ python: [], nodejs: [] }, ["python"])).toEqual(["nodejs"]);
});
