import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureBaseImages } from "../../cli/local/base-image";
import { freePort } from "../../cli/process/free-port";
import { goProgram } from "../../scripts/go-program";
import { Checkout, removeCheckouts } from "./checkout";

/** A registry that keeps images in its memory: that of go-containerregistry, which crane's own tests use. */
const REGISTRY = "github.com/google/go-containerregistry/cmd/registry@v0.20.6";
const SYSTEM = "python:3.13-slim";

const GO = spawnSync("go", ["version"]).status === 0;
if (!GO) {
  console.warn("SKIPPED: the registry of these tests is built with Go, but there is no Go on this machine.");
}

/** A base image gets newer in a real registry, and the commands notice, update, and show what changes. */
(GO ? describe : describe.skip)("base images, a year on", () => {
  const file = "lambdas/python/Dockerfile";
  let checkout: Checkout;
  let contexts: string;
  let registry: ChildProcess;
  let base: string;

  const docker = (...args: string[]) => execFileSync("docker", args, { encoding: "utf8" });

  /** Builds and pushes the base image with one package. @returns its digest */
  function publish(version: string): string {
    const folder = path.join(contexts, version);
    mkdirSync(folder);
    const place = `/usr/lib/python3/dist-packages/example-${version}.dist-info`;
    writeFileSync(path.join(folder, "Dockerfile"), `FROM ${SYSTEM}\nRUN mkdir -p ${place}\n`);
    docker("build", "--quiet", "--tag", base, folder);
    const pushed = docker("push", base);
    return /digest: (sha256:[0-9a-f]{64})/.exec(pushed)?.[1] ?? pushed;
  }

  beforeAll(async () => {
    checkout = new Checkout("update");
    contexts = mkdtempSync(path.join(tmpdir(), "base-"));
    const built = await goProgram(REGISTRY, path.resolve(".local", "registry"));
    if ("skipped" in built) throw new Error(built.skipped);
    const port = await freePort(0);
    registry = spawn(built.program, ["-port", String(port)], { stdio: "ignore" });
    base = `localhost:${port}/base:1`;
    await ensureBaseImages([SYSTEM]);
    checkout.write(file, `FROM ${base}\nCOPY lambda_function.py ./\nCMD ["lambda_function.handler"]\n`);
  }, 900_000);

  afterAll(() => {
    registry.kill();
    rmSync(contexts, { recursive: true, force: true });
    const images = docker("image", "ls", "--quiet", base.replace(/:1$/, "")).split("\n");
    docker("image", "rm", "--force", ...new Set(images.filter((id) => id !== "")));
    removeCheckouts();
  });

  const findings = async () => {
    const { code, stdout } = await checkout.npm("outdated", ["--json"]);
    const all: readonly { readonly name: string; readonly kind: string }[] = JSON.parse(stdout).findings;
    return { code, found: all.filter(({ name, kind }) => kind === "base-image" && name === base) };
  };

  test("one update pins a base image, and the next takes a newer one and shows what changes", async () => {
    const first = publish("1.0.0");
    expect((await findings()).found).toEqual([]);

    const unpinned = await checkout.succeed("update", [file]);
    expect(unpinned).toContain(`${base} isn't pinned, so a deploy doesn't notice newer ones`);
    await checkout.succeed("update", ["--pin", "lambdas/python"]);
    expect(checkout.read(file)).toContain(`FROM ${base}@${first}\n`);
    expect((await findings()).found).toEqual([]);

    const second = publish("2.0.0");
    const { code, found } = await findings();
    expect(code).toBe(2);
    expect(found).toMatchObject([{ urgency: "newer", current: first, newest: second, files: [file] }]);

    const text = await checkout.succeed("update", [file]);
    expect(checkout.read(file)).toContain(`FROM ${base}@${second}\n`);
    expect(text).toMatch(
      /packages: 1 changed, 0 added, 0 removed, [1-9]\d* as before\n\s+~ python example 1\.0\.0 → 2\.0\.0\n/,
    );
    expect(text).toContain("known vulnerabilities");
    expect((await findings()).found).toEqual([]);
    // What the comparison built is gone.
    expect(docker("image", "ls", "--quiet", "lambda-images-update/lambdas-python-dockerfile")).toBe("");
  });

  test("a pinned base image whose registry is gone is named, without a stand-in", async () => {
    const pinned = checkout.read(file);
    const gone = `public.ecr.invalid/lambda/python:3.13@sha256:${"0".repeat(64)}`;
    checkout.write(file, pinned.replace(/^FROM .*/, `FROM ${gone}`));
    const { code, text } = await checkout.npm("local");
    checkout.write(file, pinned);
    await checkout.npm("local:down");
    expect(code).toBe(1);
    expect(text).toContain("It is pinned by its digest, which no stand-in can have");
  });
});
