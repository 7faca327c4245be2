import type { Ask } from "../../../cli/bootstrap/github";
import { setVariables } from "../../../cli/bootstrap/set-variables";
import { recordPrinted } from "../printed";

const roles = { plan: "arn:plan", deploy: "arn:deploy" };
const options = { repository: "octo/hello", environment: "dev", roles, set: false, yes: false };
const printed = recordPrinted();

/** GitHub's CLI with recorded answers, by the last words of a command. */
const gh =
  (answers: Readonly<Record<string, string>>): Ask =>
  async (_, args) => {
    const stdout = answers[args.join(" ")];
    return { state: "ran", code: stdout === undefined ? 1 : 0, stdout: stdout ?? "", stderr: "" };
  };

test("without gh: the exact commands, also for an environment that only main deploys to", async () => {
  await setVariables({ ...options, set: true }, async () => ({ state: "missing" }));
  const text = printed.join("\n");
  expect(text).toContain(`gh variable set PLAN_ROLES --repo octo/hello --body '{"dev":"arn:plan"}'`);
  expect(text).toContain("gh variable set DEPLOY_ROLE --repo octo/hello --env dev --body arn:deploy");
  expect(text).toContain("repos/octo/hello/environments/dev/deployment-branch-policies -f name=main");
  expect(text).toContain("isn't on this machine");
});

test("the roles of other environments stay, and an environment that is there isn't changed", async () => {
  await setVariables(
    options,
    gh({
      "api repos/octo/hello": "{}",
      "api repos/octo/hello/environments/dev": "{}",
      "variable get PLAN_ROLES --repo octo/hello": '{"prod":"arn:other"}',
    }),
  );
  const text = printed.join("\n");
  expect(text).toContain('{"prod":"arn:other","dev":"arn:plan"}');
  expect(text).not.toContain("deployment-branch-policies");
});

test("variables that are right are left alone", async () => {
  await setVariables(
    options,
    gh({
      "api repos/octo/hello": "{}",
      "variable get PLAN_ROLES --repo octo/hello": '{"dev":"arn:plan"}',
      "variable get DEPLOY_ROLE --repo octo/hello --env dev": "arn:deploy\n",
    }),
  );
  expect(printed.join("\n")).toMatch(/has the variables PLAN_ROLES and DEPLOY_ROLE already/);
});
