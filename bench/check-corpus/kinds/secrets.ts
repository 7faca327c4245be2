import { createHash } from "node:crypto";
import path from "node:path";
import type { Kind, Variant } from "../kind";
import { withInstruction } from "../reading/edit";
import type { Facts } from "../reading/facts";
import { lineage } from "../reading/stages";

/** Text that looks random, and is the same in each run. */
function noise(name: string, length: number): string {
  let text = "";
  for (let index = 0; text.length < length; index++) {
    text += createHash("sha512").update(`${name} ${index}`).digest("base64").replace(/=+$/, "");
  }
  return text.slice(0, length);
}

function privateKey(): string {
  const body = noise("private key", 1600).match(/.{64}/g) ?? [];
  // In two parts, so that nobody's scanner takes this file for a key.
  const label = ["RSA PRIVATE", "KEY"].join(" ");
  return [`-----BEGIN ${label}-----`, ...body, `-----END ${label}-----`, ""].join("\n");
}

function environmentFile(): string {
  return `DATABASE_URL=postgresql://orders:${noise("database", 20).replace(/\W/g, "x")}@db.example.com:5432/orders\nSTRIPE_SECRET_KEY=${["sk", "live", noise("stripe", 32).replace(/\W/g, "x")].join("_")}\n`;
}

function terraformState(): string {
  const instance = {
    attributes: { id: "orders", username: "admin", password: noise("state", 24).replace(/\W/g, "x") },
  };
  const resource = { mode: "managed", type: "aws_db_instance", name: "orders", instances: [instance] };
  return `${JSON.stringify({ version: 4, terraform_version: "1.9.8", serial: 7, lineage: "9c7b54e2", outputs: {}, resources: [resource] }, null, 2)}\n`;
}

function credentials(): string {
  const id = noise("access key", 60)
    .toUpperCase()
    .replace(/[^A-Z2-7]/g, "")
    .slice(0, 16);
  return `[default]\naws_access_key_id = AKIA${id}\naws_secret_access_key = ${noise("secret key", 40)}\n`;
}

/** Adds a file with secrets to a folder that a COPY takes as a whole, or copies it by its name. */
function withSecret(facts: Facts, name: string, text: string, ignoredBy: RegExp): Variant | undefined {
  const { project, final, dockerfile } = facts;
  const ignore = project.files[`${dockerfile}.dockerignore`] ?? project.files[".dockerignore"] ?? "";
  // A pattern for everything, or one that may mean the file.
  if (ignore.split("\n").some((line) => /^\*+\s*$/.test(line) || ignoredBy.test(line))) return undefined;
  for (const { from, foreign, sources, flags, instruction } of lineage(final).flatMap(
    ({ copies }) => copies,
  )) {
    const folder = sources.map(clean).find((source) => isFolder(facts, source));
    if (from || foreign || folder === undefined || flags.some((flag) => flag.startsWith("--exclude")))
      continue;
    const file = path.posix.join(folder, name);
    if (project.files[file] !== undefined) return undefined;
    return { files: { [file]: text }, places: [{ file: dockerfile, line: instruction.line }] };
  }
  if (project.files[name] !== undefined) return undefined;
  const added = withInstruction(facts, `COPY ${name} ./`);
  return { ...added, files: { ...added.files, [name]: text } };
}

function clean(source: string): string {
  return path.posix.resolve("/", source).slice(1);
}

function isFolder({ project }: Facts, source: string): boolean {
  return source === "" || Object.keys(project.files).some((file) => file.startsWith(`${source}/`));
}

function secretKind(name: string, file: string, text: () => string, ignoredBy: RegExp): Kind {
  return {
    name,
    codes: ["secret-file-copied"],
    severity: "warning",
    variant: (facts) => withSecret(facts, file, text(), ignoredBy),
  };
}

export const SECRET_KINDS: readonly Kind[] = [
  secretKind("a private key copied", "deploy_key.pem", privateKey, /pem|key/),
  secretKind("an `.env` with values copied", ".env", environmentFile, /env|^\.\*/),
  secretKind("Terraform's state copied", "terraform.tfstate", terraformState, /tfstate|terraform/),
  secretKind("AWS credentials copied", ".aws/credentials", credentials, /aws|credentials|^\.\*/),
];
