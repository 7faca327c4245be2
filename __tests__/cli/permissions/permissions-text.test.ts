import { unknownPolicy } from "../../../cli/permissions/compare-permissions";
import { type FunctionPermissions, permissionsText } from "../../../cli/permissions/permissions-text";

const QUEUE = "arn:aws:sqs:us-east-1:000000000000:jobs";
const PERMISSIONS: FunctionPermissions = {
  id: "python",
  functionName: "f",
  region: "eu-central-1",
  role: "r",
  sharedWith: [],
  used: [],
  denied: [],
  unneeded: [],
  byLambda: [],
  smallest: [{ actions: ["sqs:SendMessage"], resources: [QUEUE] }],
  isLimited: false,
};

test("what the smallest policy leaves out is told if the role has it", () => {
  const words = "The conditions and Deny statements of the role are not in it";
  expect(permissionsText(PERMISSIONS)).not.toContain(words);
  expect(permissionsText({ ...PERMISSIONS, isLimited: true })).toContain(words);
});

test("the smallest policy names another region than the function's", () => {
  expect(permissionsText(PERMISSIONS)).toContain('.arn("sqs", "jobs", { region: "us-east-1" })');
  expect(permissionsText({ ...PERMISSIONS, region: "us-east-1" })).toContain('.arn("sqs", "jobs")]');
});

test("the others with the role, unknown policies, and calls that --no-iam let succeed are told", () => {
  const text = permissionsText({
    ...PERMISSIONS,
    sharedWith: ["g"],
    denied: [{ action: "sqs:SendMessage", resource: QUEUE, explicitly: false, enforced: false }],
    unneeded: [unknownPolicy("arn:aws:iam::aws:policy/X")],
  });
  expect(text).toContain("f (role r, shared with g), no calls");
  expect(text).toContain(`sqs:SendMessage on ${QUEUE}  (in AWS: --no-iam let it succeed)`);
  expect(text).toContain("policy X of AWS: the local AWS doesn't know what it allows");
});
