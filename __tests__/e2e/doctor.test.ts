import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Checkout, type Ended, LOCAL_AWS, removeCheckouts } from "./checkout";
import { AS_NOBODY } from "./nobody";

/** Root on Linux can hide a socket, run as another user, and start its own engine. */
const ROOT_ON_LINUX = process.platform === "linux" && process.getuid?.() === 0;
const asRoot = ROOT_ON_LINUX ? test : test.skip;
/** A clone in a home folder can be closed to other users. */
const OTHERS_CAN_READ =
  ROOT_ON_LINUX &&
  spawnSync("env", [...AS_NOBODY, "test", "-r", path.resolve("node_modules", "cdktf")]).status === 0;
const asOther = OTHERS_CAN_READ ? test : test.skip;
if (!ROOT_ON_LINUX) {
  console.warn(
    "SKIPPED: only root on Linux can stage all failures of Docker; some of their tests did not run.",
  );
}
if (ROOT_ON_LINUX && !OTHERS_CAN_READ) {
  console.warn("SKIPPED: other users can't read this folder, so what is said to them is not tested.");
}

const checkout = new Checkout("doctor");
const undo: (() => void | Promise<void>)[] = [];

beforeAll(() => {
  // Another user reads and runs it too.
  chmodSync(path.dirname(checkout.folder), 0o755);
  chmodSync(checkout.folder, 0o777);
});

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) {
    await step();
  }
});

afterAll(removeCheckouts);

/** Variables that would change what is found. */
const CLEAN = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(?:AWS_|DOCKER_|IMAGE_BUILDER|ENVIRONMENT|.*_proxy$)/i.test(name),
  ),
);

interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** A command that runs the command, for example as another user. */
  readonly by?: readonly string[];
}

/** Runs a command of the checkout as `npm run` does, with nothing of this machine's settings for Docker and AWS. */
function run(
  command: string,
  args: readonly string[],
  { environment = {}, by = [] }: RunOptions = {},
): Promise<Ended> {
  const [program, ...rest] = [...by, process.execPath, "scripts/run.mjs", command, ...args] as [
    string,
    ...string[],
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, {
      cwd: checkout.folder,
      env: { ...CLEAN, AWS_EC2_METADATA_DISABLED: "true", HOME: emptyFolder(), ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (data: string) => {
        text += data;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, text }));
  });
}

function emptyFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "doctor-"));
  chmodSync(folder, 0o755);
  return folder;
}

async function listen(server: Server, where: string | 0): Promise<void> {
  undo.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) =>
    where === 0 ? server.listen(0, "127.0.0.1", resolve) : server.listen(where, resolve),
  );
}

/** A fake AWS with an identity and a given answer of ECR. */
async function fakeAws(
  ecr: { readonly status: number; readonly body: unknown },
  account = "111111111111",
): Promise<Record<string, string>> {
  const server = createServer((request, response) => {
    if (request.headers["x-amz-target"]?.includes("EC2ContainerRegistry")) {
      response.writeHead(ecr.status, { "Content-Type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(ecr.body));
    } else {
      response.writeHead(200, { "Content-Type": "text/xml" });
      response.end(
        `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/me</Arn><UserId>AIDA</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
    }
  });
  await listen(server, 0);
  return {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "a-secret-that-nobody-may-see",
  };
}

const TOKEN = { status: 200, body: { authorizationData: [{ authorizationToken: "QVdTOnNlY3JldA==" }] } };
const DENIED = {
  status: 400,
  body: {
    __type: "AccessDeniedException",
    message:
      "User: arn:aws:iam::111111111111:user/me is not authorized to perform: ecr:GetAuthorizationToken on resource: *",
  },
};
const NO_ENGINE = { DOCKER_HOST: "tcp://127.0.0.1:1" };

describe("npm run doctor", () => {
  test("fits 120 columns, and shows no secret", async () => {
    const { text } = await run("doctor", ["--env", "dev"], {
      environment: { ...(await fakeAws(TOKEN)), ...NO_ENGINE },
    });
    expect(text).toMatch(/✓ Node\.js +\d/);
    expect(text).toContain("account 111111111111, arn:aws:iam::111111111111:user/me");
    expect(text).not.toMatch(/secret|AKIA|QVdT/);
    const table = text.split("\n").filter((line) => /^[✓✗!-] /.test(line) && !line.includes("["));
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  test("reports a wrong host, with its variable", async () => {
    const { code, text } = await run("doctor", LOCAL_AWS, { environment: NO_ENGINE });
    expect(code).toBe(1);
    expect(text).toContain("[docker-engine-elsewhere]");
    expect(text).toMatch(/tcp:\/\/127\.0\.0\.1:1\. That address comes from the variable DOCKER_HOST/);
  });

  test("reports a context that doesn't exist", async () => {
    const folder = emptyFolder();
    writeFileSync(path.join(folder, "config.json"), '{"currentContext":"gone"}');
    const { text } = await run("doctor", LOCAL_AWS, {
      environment: { DOCKER_CONFIG: folder, IMAGE_BUILDER: "docker-cli" },
    });
    expect(text).toContain("[docker-context-missing]");
    expect(text).toContain('"gone"');
  });

  test("reports a missing docker program, if it is needed", async () => {
    const folder = emptyFolder();
    symlinkSync("/bin/sh", path.join(folder, "sh"));
    // The app of cdktf.json is run with it.
    symlinkSync(process.execPath, path.join(folder, "node"));
    const environment = { PATH: folder, IMAGE_BUILDER: "docker-cli", ...(await fakeAws(TOKEN)) };
    const { code, text } = await run("doctor", ["--env", "dev"], { environment });
    expect(code).toBe(1);
    expect(text).toContain("[docker-program-missing]");
  });

  asRoot("reports a stopped engine", async () => {
    // In its own namespace, so that the engine of this machine is neither found nor disturbed.
    const by = ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs none /run && exec "$@"', "sh"];
    for (const IMAGE_BUILDER of ["docker-cli", "docker-provider"]) {
      const { code, text } = await run("doctor", ["--env", "prod"], { environment: { IMAGE_BUILDER }, by });
      expect(code).toBe(1);
      expect(text).toContain("[docker-engine-stopped]");
      expect(text).toMatch(/Linux: +sudo systemctl start docker/);
    }
  });

  asOther("reports that this user may not use the engine's socket", async () => {
    const socket = path.join(emptyFolder(), "docker.sock");
    await listen(
      createServer((_request, response) => response.end("OK")),
      socket,
    );
    chmodSync(socket, 0o600);
    for (const IMAGE_BUILDER of ["docker-cli", "docker-provider"]) {
      const environment = { IMAGE_BUILDER, DOCKER_HOST: `unix://${socket}` };
      const { code, text } = await run("doctor", LOCAL_AWS, { environment, by: AS_NOBODY });
      expect(code).toBe(1);
      expect(text).toContain("[docker-engine-no-permission]");
      expect(text).toContain("usermod -aG docker");
    }
  });

  asOther("can't be installed in another user's folder, and says who can", async () => {
    const packages = path.join(checkout.folder, "node_modules");
    const away = `${packages}.away`;
    renameSync(packages, away);
    undo.push(() => renameSync(away, packages));
    chmodSync(path.join(checkout.folder, ".local"), 0o700);
    const { code, text } = await run("doctor", [], { by: AS_NOBODY });
    expect(code).toBe(1);
    expect(text).toMatch(/✗ Packages\n\nEACCES: permission denied/);
    expect(text).toContain(
      `You may not write in ${checkout.folder}. Run the command as the owner of this folder, or in a clone of your own.`,
    );
  });

  test("reports a registry whose name can't be resolved", async () => {
    checkout.edit(
      "environments.ts",
      'region: "eu-central-1",\n    namePrefix: "hello-prod"',
      'region: "eu-nowhere-1",\n    namePrefix: "hello-prod"',
    );
    const { code, text } = await run("doctor", ["--env", "prod"], {
      environment: await fakeAws(TOKEN, "222222222222"),
    });
    expect(code).toBe(1);
    expect(text).toContain("[registry-unreachable]");
    expect(text).toContain("222222222222.dkr.ecr.eu-nowhere-1.amazonaws.com");
  });

  test("reports another account's credentials, and a refused login", async () => {
    const other = await run("doctor", ["--env", "dev"], {
      environment: await fakeAws(TOKEN, "999999999999"),
    });
    expect(other.text).toContain("[aws-account-wrong]");
    const refused = await run("doctor", ["--env", "dev"], { environment: await fakeAws(DENIED) });
    expect(refused.code).toBe(1);
    expect(refused.text).toContain("[ecr-token-denied]");
  });
});

describe("a real engine", () => {
  let host: string;
  let stop: () => Promise<void> = async () => undefined;

  beforeAll(async () => {
    if (ROOT_ON_LINUX) {
      ({ host, stop } = await ownEngine());
    }
  });
  afterAll(() => stop());

  asRoot("is fine for both builders, with its disk", async () => {
    for (const IMAGE_BUILDER of ["docker-cli", "docker-provider"]) {
      const { text } = await run("doctor", LOCAL_AWS, { environment: { IMAGE_BUILDER, DOCKER_HOST: host } });
      expect(text).toMatch(new RegExp(`✓ Docker engine +\\S+ \\(\\w+\\) at ${host}`));
      expect(text).toMatch(/[✓!] Disk space +[\d.]+ [GM]iB free/);
    }
  });

  asRoot("can't build for the other architecture without an emulator", async () => {
    if (emulates()) {
      console.warn(
        "SKIPPED: this machine emulates other architectures; the case without an emulator is not tested.",
      );
      return;
    }
    const other = process.arch === "arm64" ? "X86_64" : "ARM_64";
    checkout.edit(
      "stacks/functions-stack.ts",
      "import { AwsEnvironment,",
      "import { Architecture, AwsEnvironment,",
    );
    checkout.edit(
      "stacks/functions-stack.ts",
      "memorySize: 256,",
      `memorySize: 256,\n      architecture: Architecture.${other},`,
    );
    expect((await run("synth", [])).code).toBe(0);
    // The kernel's list of emulated architectures has to be mounted.
    const by = [
      "unshare",
      "--mount",
      "sh",
      "-c",
      'mount -t binfmt_misc none /proc/sys/fs/binfmt_misc 2>/dev/null; exec "$@"',
      "sh",
    ];
    const { code, text } = await run("doctor", LOCAL_AWS, { environment: { DOCKER_HOST: host }, by });
    expect(code).toBe(1);
    expect(text).toContain("[docker-platform-unsupported]");
    expect(text).toContain("tonistiigi/binfmt");
  });
});

describe("an apply that would build an image", () => {
  /** A fake Terraform: makes the given plan, and records an apply. */
  function terraform(address: string): { readonly TERRAFORM_BINARY_NAME: string; readonly APPLIED: string } {
    const folder = emptyFolder();
    const program = path.join(folder, "terraform");
    const plan = JSON.stringify({
      resource_changes: [{ address, type: address.split(".")[0], change: { actions: ["create"] } }],
    });
    writeFileSync(
      program,
      `#!/bin/sh
case "$1" in
  plan) for arg; do case "$arg" in -out=*) echo PK > "\${arg#-out=}";; esac; done; echo "Plan: 1 to add"; exit 2;;
  show) printf '%s' '${plan}';;
  apply) touch "${folder}/applied";;
esac
`,
    );
    chmodSync(program, 0o755);
    return { TERRAFORM_BINARY_NAME: program, APPLIED: path.join(folder, "applied") };
  }

  /** The address of the image in the synthesized stack. */
  async function image(): Promise<string> {
    expect((await run("synth", ["--env", "dev"])).code).toBe(0);
    const stack = JSON.parse(
      readFileSync(path.join(checkout.folder, "cdktf.out/stacks/functions-dev/cdk.tf.json"), "utf8"),
    );
    return `docker_registry_image.${Object.keys(stack.resource.docker_registry_image)[0]}`;
  }

  test("stops before it, with all problems together and exit code 1", async () => {
    const environment = { ...terraform(await image()), ...(await fakeAws(DENIED)), ...NO_ENGINE };
    const { code, text } = await run("deploy", ["--env", "dev", "--yes"], { environment });
    expect(code).toBe(1);
    expect(text).toContain("✗ Checking that images can be built and pushed failed");
    expect(text).toContain("Nothing was changed");
    expect(text).toContain("[docker-engine-elsewhere]");
    expect(text).toContain("[ecr-token-denied]");
    expect(text).not.toMatch(/docker login .* exited with error code/);
    expect(existsSync(environment.APPLIED)).toBe(false);
  });

  test("continues without an image, with any problem of Docker", async () => {
    const environment = { ...terraform("aws_s3_bucket.Documents"), ...NO_ENGINE };
    const { code, text } = await run("deploy", ["--env", "dev", "--yes"], { environment });
    expect(text).not.toContain("Checked that images");
    expect(code).toBe(0);
    expect(existsSync(environment.APPLIED)).toBe(true);
  });

  test("is planned without any check", async () => {
    const environment = { ...terraform(await image()), ...NO_ENGINE };
    const { code, text } = await run("plan", ["--env", "dev"], { environment });
    expect(code).toBe(2);
    expect(text).toMatch(/The apply builds and pushes 1 image|An apply would build and push an image/);
    expect(text).not.toContain("Checked that images");
  });
});

/** A separate engine for this test, beside the machine's. */
async function ownEngine(): Promise<{ host: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), "engine-"));
  const host = `unix://${folder}/docker.sock`;
  // In its own network namespace, since with --bridge=none it removes the bridge of the machine's engine.
  const child = spawn(
    "unshare",
    [
      "--net",
      "dockerd",
      `--host=${host}`,
      `--data-root=${folder}/data`,
      `--exec-root=${folder}/exec`,
      `--pidfile=${folder}/pid`,
      "--bridge=none",
      "--iptables=false",
    ],
    { stdio: "ignore" },
  );
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
  };
  for (let waited = 0; waited < 60 * 5; waited++) {
    try {
      execFileSync("docker", ["version"], { env: { ...process.env, DOCKER_HOST: host }, stdio: "ignore" });
      return { host, stop };
    } catch {
      await sleep(200);
    }
  }
  await stop();
  throw new Error("the engine of this test did not start");
}

function emulates(): boolean {
  const list =
    "mount -t binfmt_misc none /proc/sys/fs/binfmt_misc 2>/dev/null; cat /proc/sys/fs/binfmt_misc/qemu-* 2>/dev/null || true";
  return execFileSync("unshare", ["--mount", "sh", "-c", list], { encoding: "utf8" }).includes(
    "magic 7f454c46",
  );
}
