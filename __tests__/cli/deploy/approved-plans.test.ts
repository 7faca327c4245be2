import { approvedPlans, checkApproved } from "../../../cli/deploy/approved-plans";
import { CommandError } from "../../../cli/process/steps";

const ONE = "1".repeat(64);
const TWO = "2".repeat(64);
const plan = { stack: { name: "functions-dev" }, fingerprint: ONE };

test("no plan is approved by default", () => {
  expect(approvedPlans(undefined)).toBeUndefined();
});

test("each stack has its approved plan", () => {
  expect(approvedPlans(`functions-dev=${ONE},images-dev=${TWO}`)).toEqual(
    new Map([
      ["functions-dev", ONE],
      ["images-dev", TWO],
    ]),
  );
});

test.each(["", "functions-dev", "functions-dev=", `=${ONE}`, `functions-dev=${ONE.slice(1)}`, `${ONE},`])(
  "%j is refused, since it would approve nothing or another plan",
  (text) => {
    expect(() => approvedPlans(text)).toThrow(/--approved takes <stack>=<fingerprint>/);
  },
);

test("the approved plan may be applied", () => {
  expect(() => checkApproved(plan, new Map([["functions-dev", ONE]]))).not.toThrow();
});

test("another plan than the approved one is refused, and both are named", () => {
  const check = () => checkApproved(plan, new Map([["functions-dev", TWO]]));
  expect(check).toThrow(CommandError);
  expect(check).toThrow(
    new RegExp(`functions-dev was not applied: .* not the approved one[\\s\\S]*${TWO}[\\s\\S]*${ONE}`),
  );
});

test("the plan of a stack without an approval is refused", () => {
  expect(() => checkApproved(plan, new Map([["images-dev", ONE]]))).toThrow(/no plan of it was approved/);
});
