import type { Command } from "./command";
import { fitParagraphs } from "./process/terminal";

/** The commands by name. Each is loaded on demand. */
export const COMMANDS: Readonly<Record<string, () => Command>> = {
  init: () => require("./init/init-command").command,
  new: () => require("./init/new-command").command,
  local: () => require("./local/local-command").command,
  invoke: () => require("./local/invoke-command").command,
  logs: () => require("./local/logs-command").command,
  down: () => require("./local/down-command").command,
  bootstrap: () => require("./bootstrap/bootstrap-command").command,
  synth: () => require("./app/synth-command").command,
  plan: () => require("./deploy/plan-command").command,
  review: () => require("./review/review-command").command,
  deploy: () => require("./deploy/deploy-command").command,
  lock: () => require("./deploy/lock-command").command,
  images: () => require("./images/images-command").command,
  permissions: () => require("./permissions/permissions-command").command,
  outdated: () => require("./outdated/outdated-command").command,
  update: () => require("./outdated/update-command").command,
  doctor: () => require("./doctor/doctor-command").command,
};

const HELP = `lambda-images <command>

Container-image Lambda functions with CDK for Terraform. Run it in the folder of an app's cdktf.json.

  To begin with:
    init [folder]              make a new app
    new <language> <name>      add a function to an app: python, nodejs, go or python-slim

  On this machine, without an AWS account:
    local                      deploy the stacks to a local AWS; run it again after a change
    invoke <function> [json]   invoke a function
    logs <function>            show what it printed
    permissions                what the functions used, were denied, and may do without need
    down                       stop it and remove everything

  In AWS:
    bootstrap                  make the state's bucket and the roles of plan and deploy, once per environment
    synth                      write the stacks to cdktf.out/
    plan                       show what would change, without Docker
    review                     turn the plans into a page for reviewers
    deploy                     plan, ask, apply
    lock                       lock the providers' versions
    images                     list the images: digest, content, and the functions that run them

  A year on:
    outdated                   say what is out of date: runtimes, base images, providers, packages
    update                     take the newest base images and packages, and show what changes in the images

  When something doesn't work:
    doctor                     check everything that is needed on this machine, with cause and fix

  --project <folder>         the folder of the app's cdktf.json [default: this one]

Each command has --help. --version prints the version.`;

/** Runs `lambda-images <arguments>`. @returns its exit code */
export async function main(argv: readonly string[]): Promise<number> {
  const { project, rest } = withoutProject(argv);
  if (project !== undefined) {
    try {
      // Before a command is loaded, since all commands work in the current folder.
      process.chdir(project);
    } catch {
      console.error(`--project names no folder: ${project}`);
      return 1;
    }
  }
  const [name, ...args] = rest;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    console.log(fitParagraphs(HELP, process.stdout));
    return name === undefined ? 1 : 0;
  }
  if (name === "--version" || name === "-v") {
    const { ownPackage }: typeof import("./init/own-package") = require("./init/own-package");
    console.log(ownPackage().version);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    console.error(`There is no command "${name}".\n\n${fitParagraphs(HELP, process.stderr)}`);
    return 1;
  }
  // Loaded here, in the folder of the app, since its package.json determines how commands are run there.
  const { runCommand }: typeof import("./command") = require("./command");
  return await runCommand(command(), args);
}

/** Removes `--project <folder>` from the arguments, at any place. */
function withoutProject(argv: readonly string[]): {
  readonly project?: string;
  readonly rest: readonly string[];
} {
  const at = argv.findIndex((arg) => arg === "--project" || arg.startsWith("--project="));
  const option = argv[at];
  if (option === undefined) {
    return { rest: argv };
  }
  const inOne = option.includes("=");
  const project = inOne ? option.slice(option.indexOf("=") + 1) : (argv[at + 1] ?? "");
  return { project, rest: argv.filter((_, index) => index !== at && (inOne || index !== at + 1)) };
}
