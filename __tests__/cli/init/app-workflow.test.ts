import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { appFiles } from "../../../cli/init/app-files";
import { ownPackage } from "../../../cli/init/own-package";

const files = appFiles(
  { name: "shop", projectId: "an id", packageSpec: "1.2.3", workflows: true },
  ownPackage(),
);
const NAMES = ["pull-request.yml", "deploy.yml", "deploy-environment.yml"];
const INSTALL = "npm ci --ignore-scripts";
const SCRIPT = /^node node_modules\/cdktf-lambda-images\/dist\/(cli\/github\/[\w-]+\.mjs)( |$)/;

function workflow(name: string): string {
  return files.get(`.github/workflows/${name}`) as string;
}

/** The steps of each job that runs on a machine, by the job's id. */
function jobs(text: string): [string, string[]][] {
  const [, ...parts] = (text.split(/^jobs:\n/m)[1] ?? "").split(/^ {2}([\w-]+):\n/m);
  return parts.flatMap((part, index): [string, string[]][] => {
    const steps = parts[index + 1]?.split(/^ {4}steps:\n/m)[1];
    return index % 2 === 0 && steps ? [[part, steps.split(/^ {6}- /m).slice(1)]] : [];
  });
}

/** What a step runs; undefined when it is an action. */
function commandOf(step: string): string | undefined {
  return /(?:^|\n *)run: (.*)/.exec(step)?.[1];
}

const all = NAMES.flatMap((name) => jobs(workflow(name)).map(([job, steps]) => [name, job, steps] as const));

describe.each(all)("in an app's %s, the job %s", (_, job, steps) => {
  const commands = steps.map(commandOf);
  const install = commands.findIndex((command) => command?.startsWith(INSTALL));

  test("installs the packages once, before anything else runs and before it has credentials", () => {
    expect(commands.filter((command) => command?.startsWith(INSTALL))).toHaveLength(1);
    expect(commands.findIndex((command) => command !== undefined)).toBe(install);
    const credentials = steps.findIndex((step) => step.includes("configure-aws-credentials"));
    expect(credentials === -1 || install < credentials).toBe(true);
  });

  test("installs the packages of development only for commands that check types", () => {
    const checksTypes = commands.some((command) => /^npm run (?:check|deploy)\b/.test(command ?? ""));
    expect(commands[install]).toBe(checksTypes ? INSTALL : `${INSTALL} --omit=dev`);
  });

  test("runs existing scripts of the package, and commands of package.json", () => {
    const { scripts } = JSON.parse(files.get("package.json") as string);
    for (const command of commands.filter(
      (command) => command !== undefined && !command.startsWith(INSTALL),
    )) {
      const script = SCRIPT.exec(command as string)?.[1];
      const ofNpm = /^npm run (\S+)/.exec(command as string)?.[1];
      expect([job, command, script ? existsSync(script) : ofNpm && ofNpm in scripts]).toEqual([
        job,
        command,
        true,
      ]);
    }
  });
});

test("the comments of a workflow are right in an app", () => {
  expect(workflow("pull-request.yml")).toContain("none of their code runs");
  expect(NAMES.map(workflow).join()).not.toMatch(/no dependencies|a test compares/);
});

test("the only job that may write runs only the script that writes", () => {
  const writing = jobs(workflow("pull-request.yml")).filter(([job]) =>
    workflow("pull-request.yml")
      .split(`\n  ${job}:\n`)[1]
      ?.split(/\n {2}\w/)[0]
      ?.includes("pull-requests: write"),
  );
  expect(writing.map(([job]) => job)).toEqual(["comment"]);
  const [, script, ...more] = writing.flatMap(([, steps]) => steps.map(commandOf)).filter(Boolean);
  expect(script).toMatch(/\/cli\/github\/comment\.mjs /);
  expect(more).toEqual([]);
});

// What runs in that job, and before anything is installed in this repository's own.
test("the scripts import nothing but Node.js and one another", () => {
  for (const name of ["comment", "github", "marker", "no-plan", "plan", "reviewed"]) {
    const text = readFileSync(path.resolve("cli", "github", `${name}.mjs`), "utf8");
    const imported = [...text.matchAll(/\bfrom "([^"]+)"|\bimport\("?([^")]+)/g)].map(
      ([, one, other]) => one ?? other,
    );
    expect(imported.length).toBeGreaterThan(0);
    expect(imported.filter((module) => !/^(node:|\.\/[\w-]+\.mjs$)/.test(module as string))).toEqual([]);
  }
});

test("except for these steps and words, the workflows are those of this repository", () => {
  for (const name of NAMES) {
    const back = workflow(name)
      .replaceAll(/^ {6}- run: npm ci .*\n/gm, "")
      .replaceAll("node_modules/cdktf-lambda-images/dist/", "");
    const own = readFileSync(path.resolve(".github", "workflows", name), "utf8");
    const ownLines = own.split("\n");
    const changed = back.split("\n").filter((line) => !ownLines.includes(line));
    expect(changed.filter((line) => !line.trim().startsWith("#"))).toEqual([]);
    expect(back.split("\n").length).toBe(ownLines.length);
  }
});

test("the environments of the workflows are those of environments.ts", () => {
  const text = files.get("environments.ts") as string;
  const environments = [...text.matchAll(/^ {2}(\w+): \{[\s\S]*?region: "([^"]+)"/gm)].map(
    ([, name, region]) => ({ name, region }),
  );
  const planned = [...workflow("pull-request.yml").matchAll(/- environment: (\S+)\n +region: (\S+)/g)];
  expect(planned.map(([, name, region]) => ({ name, region }))).toEqual(environments);
  const deployed = [...workflow("deploy.yml").matchAll(/environment: (\S+)\n +region: (\S+)/g)];
  expect(deployed.map(([, name, region]) => ({ name, region }))).toEqual(environments);
});
