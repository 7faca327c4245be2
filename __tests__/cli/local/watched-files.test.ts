import { isNoSource } from "../../../cli/local/watched-files";

const ignored = (relative: string) => isNoSource(relative.split("/").at(-1) as string, relative);

test.each([
  "main.ts",
  "environments.ts",
  "cdktf.json",
  "lambdas/python/lambda_function.py",
  "lambdas/python/.dockerignore",
  "lambdas/python/.config.json",
  "lambdas/python/cdktf.out",
])("a save of %s causes a synth", (file) => {
  expect(ignored(file)).toBe(false);
});

test.each([
  "cdktf.out",
  ".local",
  ".plans",
  ".git",
  "node_modules",
  "lambdas/node/node_modules",
  "lambdas/python/__pycache__",
  "terraform.functions-local.tfstate",
  "terraform.functions-local.tfstate.backup",
  ".terraform.functions-local.tfstate.lock.info",
  "lambdas/python/.lambda_function.py.swp",
  "lambdas/python/lambda_function.py~",
  "lambdas/python/.#lambda_function.py",
  "lambdas/python/4913",
])("%s, written by a synth, a deploy or an editor, is not", (file) => {
  expect(ignored(file)).toBe(true);
});
