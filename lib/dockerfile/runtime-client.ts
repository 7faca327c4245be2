import type { ImageFiles } from "../image-files";
import { lambdaBaseImage } from "./lambda-runtimes";
import { shellCommands } from "./shell-commands";
import { type Command, rootOf, type Stage } from "./stage";

/** The command with which an image starts the runtime interface client, and the handler that it passes on. */
export interface RuntimeClient {
  readonly language: "python" | "nodejs";
  /** `base-image`: the entrypoint of AWS's base images. `package`: awslambdaric or aws-lambda-ric, in any image. */
  readonly kind: "base-image" | "package";
  /** The words after the client: the handler, if there is one and only one. */
  readonly arguments: readonly string[];
  /** The instruction that has the arguments, unless the function overrides it. */
  readonly from: "cmd" | "entrypoint";
  /** The interpreter, as written, for example `/venv/bin/python`. @default - not known */
  readonly interpreter?: string;
}

/** What a function overrides of its image. */
export interface CommandOverrides {
  readonly cmd?: readonly string[] | undefined;
  readonly entrypoint?: readonly string[] | undefined;
}

/**
 * Recognises the commands of AWS's clients: AWS Lambda Developer Guide, “Using a non-AWS base image” and “Using an AWS
 * base image” (read 2026-11-24), for Python and Node.js.
 * @returns undefined when another program starts, or when it can't be read
 */
export function runtimeClient(
  stage: Stage,
  overrides: CommandOverrides,
  files: ImageFiles,
): RuntimeClient | undefined {
  const entrypoint = overrides.entrypoint?.length ? overrides.entrypoint : execWords(stage.entrypoint);
  const cmd = overrides.cmd?.length ? overrides.cmd : (execWords(stage.cmd) ?? []);
  const lambda = lambdaBaseImage(rootOf(stage).from.image ?? "");
  if (entrypoint === undefined || entrypoint.length === 0) {
    // In shell form CMD isn't passed on as it is written.
    if (stage.entrypoint && !overrides.entrypoint?.length) return shellForm(stage.entrypoint);
    if (lambda) return baseImageClient(lambda.language, cmd);
    return clientIn(cmd, "cmd");
  }
  if (lambda && /(^|\/)lambda-entrypoint\.sh$/.test(entrypoint.at(-1) ?? ""))
    return baseImageClient(lambda.language, cmd);
  const client = clientIn(entrypoint, "entrypoint");
  if (client) return client.arguments.length > 0 ? client : { ...client, arguments: cmd, from: "cmd" };
  return scriptClient(entrypoint, cmd, files);
}

function execWords(command: Command | undefined): readonly string[] | undefined {
  return command?.form === "exec" ? command.words : undefined;
}

function baseImageClient(language: string, cmd: readonly string[]): RuntimeClient | undefined {
  if (language !== "python" && language !== "nodejs") return undefined;
  return { language, kind: "base-image", arguments: cmd, from: "cmd" };
}

/** Finds the client among the words of a command. Programs that start it may come before it. */
function clientIn(words: readonly string[], from: "cmd" | "entrypoint"): RuntimeClient | undefined {
  for (const [index, word] of words.entries()) {
    const name = word.replace(/^.*\//, "");
    if (name === "awslambdaric") {
      const byModule = words[index - 1] === "-m";
      const interpreter = words.slice(0, index).findLast((each) => /(^|\/)python[\d.]*$/.test(each));
      if (byModule || index === 0 || !words[index - 1]?.startsWith("-"))
        return {
          language: "python",
          kind: "package",
          arguments: words.slice(index + 1),
          from,
          ...(interpreter !== undefined && { interpreter }),
        };
    }
    if (name === "aws-lambda-ric" || /aws-lambda-ric\/bin\/index\.(m?js)$/.test(word))
      return { language: "nodejs", kind: "package", arguments: words.slice(index + 1), from };
  }
  return undefined;
}

function shellForm({ text }: Command): RuntimeClient | undefined {
  const commands = shellCommands(text);
  const client =
    commands?.length === 1 && commands[0] ? clientIn(commands[0].words, "entrypoint") : undefined;
  return client && client.arguments.length > 0 ? client : undefined;
}

/**
 * A script that starts the client, or the runtime interface emulator with the client when it isn't on Lambda, as AWS's
 * documentation shows it.
 */
function scriptClient(
  entrypoint: readonly string[],
  cmd: readonly string[],
  files: ImageFiles,
): RuntimeClient | undefined {
  const script = entrypoint.find((word) => !/^(.*\/)?(ba|da|a)?sh$/.test(word));
  const file = script?.startsWith("/") ? files.find(script) : undefined;
  if (file?.state !== "from-context" || entrypoint.at(-1) !== script) return undefined;
  const commands = shellCommands(files.read(file.contextPath)) ?? [];
  const clients = commands.flatMap(({ words }) => clientIn(words, "cmd") ?? []);
  const [client] = clients;
  const passesOn = clients.every((each) => /^(\$@|\$1|\$\{1\}|\$\{@\}|\$\*)$/.test(each.arguments.join(" ")));
  // A script may change the folder or the search path.
  const changes = commands.some(({ words }) => words[0] === "cd" || /PYTHONPATH/.test(words.join(" ")));
  return client && passesOn && !changes ? { ...client, arguments: cmd } : undefined;
}
