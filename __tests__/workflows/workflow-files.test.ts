import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { environments } from "../../environments";
import type { Environments } from "../../stacks/environment";

const FOLDER = ".github/workflows";
const files = readdirSync(FOLDER).map((name) => ({
  name,
  text: readFileSync(path.join(FOLDER, name), "utf8"),
}));
const all = files.map(({ text }) => text).join("\n");

/** All that a pattern's group matches. */
function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? "");
}

function file(name: string): string {
  return files.find((file) => file.name === name)?.text ?? "";
}

/** The text of each job, by its id. */
function jobs(text: string): [string, string][] {
  const [, ...parts] = (text.split(/^jobs:\n/m)[1] ?? "").split(/^ {2}([\w-]+):\n/m);
  return parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1] ?? ""]] : []));
}

describe("every action", () => {
  const uses = matches(all, /\buses: (\S+.*)$/gm).filter((action) => !action.startsWith("./"));

  test("is pinned to a commit, with its version beside it", () => {
    expect(uses.length).toBeGreaterThan(10);
    expect(uses.filter((action) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  });

  test("is the same commit wherever it is used", () => {
    const names = new Set(uses.map((action) => action.split("@")[0]));
    expect(new Set(uses).size).toBe(names.size);
  });
});

describe.each(files)("$name", ({ text }) => {
  test("gives no permission to all its jobs, and each job its own", () => {
    expect(text).toMatch(/^permissions: \{\}$/m);
    for (const [id, job] of jobs(text)) {
      expect([id, job]).toEqual([id, expect.stringMatching(/^ {4}permissions:$/m)]);
    }
  });

  test("leaves no token behind in a checkout", () => {
    const checkouts = matches(text, /actions\/checkout@.*\n +with:\n +(.*)\n/g);
    expect(checkouts.length).toBe(matches(text, /(actions\/checkout@)/g).length);
    expect(checkouts.filter((setting) => setting !== "persist-credentials: false")).toEqual([]);
  });

  test("ends jobs that hang", () => {
    for (const [id, job] of jobs(text).filter(([, job]) => job.includes("runs-on:"))) {
      expect([id, job]).toEqual([id, expect.stringContaining("timeout-minutes:")]);
    }
  });

  test("runs scripts and commands of this project, and puts no expression into them", () => {
    const commands = matches(text, /\brun: (.*)$/gm);
    for (const command of commands) {
      expect(command).toMatch(/^(npm (run|test)|node (cli\/github|scripts)\/[\w-]+\.mjs)( |$)/);
      expect(command).not.toContain("${{");
    }
    for (const script of matches(commands.join("\n"), /node (\S+)/g)) {
      expect([script, existsSync(script)]).toEqual([script, true]);
    }
  });
});

describe("the environments in environments.ts", () => {
  const inAws = Object.entries(environments as Environments).map(([name, { region }]) => ({ name, region }));

  test("are all planned on a pull request, in their regions", () => {
    const planned = matches(file("pull-request.yml"), /- environment: (\S+\n +region: \S+)/g).map((entry) => {
      const [name, region] = entry.split(/\n +region: /);
      return { name, region };
    });
    expect(planned).toEqual(inAws);
  });

  test("are all shown on a pull request", () => {
    const [shown = ""] = matches(file("pull-request.yml"), /environment: \[(.*)\]/g);
    expect(shown.split(", ")).toEqual(inAws.map(({ name }) => name));
  });

  test("are all deployed from main, each after the one before it", () => {
    const deployed = jobs(file("deploy.yml")).filter(([, job]) => job.includes("deploy-environment.yml"));
    expect(
      deployed.map(([, job]) => ({
        name: matches(job, /environment: (\S+)/g)[0],
        region: matches(job, /region: (\S+)/g)[0],
      })),
    ).toEqual(inAws);
    expect(deployed.map(([, job]) => matches(job, /needs: (\S+)/g)[0])).toEqual([
      undefined,
      ...deployed.slice(0, -1).map(([id]) => id),
    ]);
  });
});

describe("a deployment", () => {
  test("is never cut off, and none is dropped", () => {
    expect(file("deploy.yml")).toMatch(
      /^concurrency:\n {2}group: deploy\n {2}cancel-in-progress: false\n {2}queue: max$/m,
    );
  });

  test("waits for the environment's reviewers before it has credentials that can change something", () => {
    const [[, plan = ""] = [], [, apply = ""] = []] = jobs(file("deploy-environment.yml"));
    expect(apply).toMatch(/^ {4}environment: \$\{\{ inputs\.environment \}\}$/m);
    expect(apply).toContain("vars.DEPLOY_ROLE");
    expect(plan).not.toContain("DEPLOY_ROLE");
  });

  test("is planned by the Terraform that planned the pull request", () => {
    const versions = ["pull-request.yml", "deploy-environment.yml"].map(
      (name) => matches(file(name), /TERRAFORM_VERSION: (\S+)/g)[0],
    );
    expect(versions[0]).toMatch(/^\d+\.\d+\.\d+$/);
    expect(versions[1]).toBe(versions[0]);
  });
});

describe("the CODEOWNERS in docs/pull-requests.md", () => {
  const [example = ""] = matches(
    readFileSync("docs/pull-requests.md", "utf8"),
    /```\n(# Workflows[\s\S]*?)```/g,
  );
  const owned = matches(example, /^(\S+) +@/gm);

  test("name what is there", () => {
    // A project has locks when it has made them.
    const named = owned
      .filter((pattern) => !pattern.includes("*") && pattern !== "/locks/")
      .map((pattern) => pattern.slice(1));
    expect(named.filter((name) => !existsSync(name))).toEqual([]);
  });

  test("name every folder, except for those that no plan, page or deploy depends on", () => {
    const made = ["bench", "cdktf.out", "coverage", "dist", "docs", "examples", "lambdas", "node_modules"];
    const folders = readdirSync(".", { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map(({ name }) => name);
    const missing = folders.filter((name) => !owned.includes(`/${name}/`) && !made.includes(name));
    expect(missing).toEqual([]);
  });
});

describe("a plan", () => {
  test("is made without Docker, and without writing a lock", () => {
    const plans = matches(all, /(run: node cli\/github\/plan\.mjs[\s\S]*?)(?=\n {6}(?:- |#))/g);
    expect(plans).toHaveLength(2);
    for (const step of plans) {
      expect(step).toContain("DOCKER_HOST: tcp://127.0.0.1:1");
      expect(step).toContain("TF_CLI_ARGS_plan: -lock=false");
    }
  });

  test("stays on its runner: artifacts hold pages alone", () => {
    const uploads = matches(all, /upload-artifact@[\s\S]*?path: (.*)$/gm);
    expect(uploads.toSorted()).toEqual([
      // The comment with the page, by which a deploy sees that it was not edited.
      "${{ runner.temp }}/comment.md",
      "${{ runner.temp }}/page",
      "${{ runner.temp }}/page",
    ]);
  });
});

test("a comment is kept by the run that wrote it, as the deploy looks for it", () => {
  expect(file("pull-request.yml")).toMatch(
    /comment\.mjs "\$ENVIRONMENT" "\$RUNNER_TEMP\/page" "\$RUNNER_TEMP\/comment\.md"[\s\S]*name: \$\{\{ steps\.comment\.outputs\.record \}\}\n +path: \$\{\{ runner\.temp \}\}\/comment\.md/,
  );
  expect(readFileSync("cli/github/reviewed.mjs", "utf8")).toContain(
    'WORKFLOW = ".github/workflows/pull-request.yml"',
  );
});

test("the matrix tries every pair of versions", () => {
  const rows = matches(file("matrix.yml"), /- \{ (.*) \}/g).map((row) =>
    Object.fromEntries(row.split(", ").map((entry) => entry.split(": ") as [string, string])),
  );
  const cells = rows.map(({ program, version, aws, docker }) => [`${program} ${version}`, aws, docker]);
  for (const [one, other] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const) {
    const values = (column: number) => [...new Set(cells.map((row) => row[column]))];
    const pairs = new Set(cells.map((row) => `${row[one]} with ${row[other]}`));
    expect(pairs.size).toBe(values(one).length * values(other).length);
  }
});
