import type { AppEnvironment } from "../../../cli/bootstrap/app-environment";
import { chooseSettings } from "../../../cli/bootstrap/choose-settings";
import { gitHubIdentity, gitLabIdentity } from "../../../cli/bootstrap/identity";
import { readBudget } from "../../../cli/bootstrap/settings";
import { environment } from "./environment";

const args = (options: Readonly<Record<string, string | true>>) => ({
  text: (name: string) => (typeof options[name] === "string" ? options[name] : undefined),
  flag: (name: string) => options[name] === true,
});
const before = {
  identity: gitHubIdentity("repo:octo@1/hello@2", "dev"),
  kms: true,
  budget: { usd: 5, email: "a@b" },
};
const none = async () => ({ state: "missing" }) as const;
const cloud: AppEnvironment = {
  ...environment,
  backend: { type: "cloud", settings: { organization: "acme" }, workspaces: ["functions-dev"] },
};

test("the last run is remembered, and options change it", async () => {
  expect(await chooseSettings(args({}), environment, before, none)).toEqual(before);
  expect(await chooseSettings(args({ gitlab: "group/project" }), environment, before, none)).toEqual({
    ...before,
    identity: gitLabIdentity("group/project"),
  });
  expect(await chooseSettings(args({ budget: "0" }), environment, before, none)).not.toHaveProperty("budget");
});

test("two identities are refused, and HCP Terraform without its workspaces", async () => {
  await expect(
    chooseSettings(args({ gitlab: "group/project", hcp: "acme" }), cloud, undefined, none),
  ).rejects.toThrow(/not several/);
  await expect(chooseSettings(args({ hcp: "acme" }), environment, undefined, none)).rejects.toThrow(/in S3/);
  await expect(chooseSettings(args({ hcp: "other" }), cloud, undefined, none)).rejects.toThrow(/acme/);
  expect((await chooseSettings(args({ hcp: "acme" }), cloud, undefined, none)).identity.plan).toEqual([
    "organization:acme:project:*:workspace:functions-dev:run_phase:plan",
  ]);
});

test.each([
  [{ budget: "50" }, /--email/],
  [{ budget: "much", email: "a@b" }, /no amount/],
  [{ email: "a@b" }, /--budget/],
  [{ budget: "50", email: "nobody" }, /--email/],
])("%j is refused", (options, message) => {
  expect(() => readBudget(args(options), undefined)).toThrow(message);
});

test("a budget", () => {
  expect(readBudget(args({ budget: "50", email: "a@b" }), undefined)).toEqual({ usd: 50, email: "a@b" });
  expect(readBudget(args({ email: "c@d" }), before.budget)).toEqual({ usd: 5, email: "c@d" });
});
