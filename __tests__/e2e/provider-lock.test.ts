import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { providerPlatform } from "../../cli/terraform/provider-address";
import { lockedVersions } from "../../cli/terraform/provider-lock";
import { registryHost } from "../../cli/terraform/terraform";
import { Checkout, LOCAL_AWS, removeCheckouts } from "./checkout";

const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64", "windows_amd64"];
const HERE = providerPlatform();
const AWS = `${registryHost()}/hashicorp/aws`;
const DOCKER = `${registryHost()}/kreuzwerker/docker`;
const LOCK = "locks/functions-dev.lock.hcl";

/**
 * Providers that do nothing. Terraform installs and locks them like any others, but a plan, which starts them, fails.
 * @param packages version and, where not all, platforms, by address
 */
function mirror(
  packages: Readonly<Record<string, readonly (readonly [string, (readonly string[])?])[]>>,
): string {
  const folder = mkdtempSync(path.join(tmpdir(), "mirror-"));
  for (const [address, versions] of Object.entries(packages)) {
    for (const [version, platforms = PLATFORMS] of versions) {
      for (const platform of platforms) {
        const unpacked = path.join(folder, address, version, platform);
        mkdirSync(unpacked, { recursive: true });
        const name = `terraform-provider-${path.posix.basename(address)}_v${version}`;
        writeFileSync(path.join(unpacked, name), `${address} ${version} ${platform}`, { mode: 0o755 });
      }
    }
  }
  return folder;
}

/** Neither the commands nor Terraform reach the registry of providers. */
function offline(mirrors: string): Record<string, string> {
  const script = path.join(mkdtempSync(path.join(tmpdir(), "offline-")), "offline.cjs");
  writeFileSync(
    script,
    `const { fetch } = globalThis; globalThis.fetch = (url, ...rest) => String(url).includes("${registryHost()}") ? Promise.reject(new Error("offline")) : fetch(url, ...rest);`,
  );
  return { TF_PROVIDER_MIRROR: mirrors, NODE_OPTIONS: `--require ${script}` };
}

const NO_NETWORK = { HTTPS_PROXY: "http://127.0.0.1:1" };

describe("the lock of a stack's providers", () => {
  const checkout = new Checkout("lock");
  const folder = path.join(checkout.folder, "cdktf.out/stacks/functions-dev");
  checkout.edit(
    "environments.ts",
    'backend: { type: "s3", bucket: "111111111111-terraform-state", region: "eu-central-1" }',
    'backend: { type: "local" }',
  );
  const here = mirror({ [AWS]: [["6.25.0", [HERE]]], [DOCKER]: [["4.4.0", [HERE]]] });
  const everywhere = mirror({ [AWS]: [["6.25.0"]], [DOCKER]: [["4.4.0"], ["4.5.0"]] });
  const newer = mirror({ [AWS]: [["6.25.0"], ["6.26.0"]], [DOCKER]: [["4.4.0"], ["4.5.0"]] });
  const run = (command: string, args: readonly string[], from: string) =>
    checkout.npm(command, ["--env", "dev", ...args], { ...offline(from), ...NO_NETWORK });
  const locked = (file = LOCK) => Object.fromEntries(lockedVersions(checkout.read(file)));

  test("is recommended if there is none", async () => {
    const { text } = await run("plan", [], here);
    expect(text).toContain("✓ Initialized functions-dev");
    expect(text).toContain("Create one and commit it: npm run lock -- --env dev");
  });

  test("names the unavailable platforms, and writes none", async () => {
    // Without a proxy, through which Terraform might reach the registry.
    const { code, text } = await checkout.npm("lock", ["--env", "dev"], offline(here));
    expect(code).toBe(1);
    const others = PLATFORMS.filter((platform) => platform !== HERE).join(", ");
    expect(text).toContain(`kreuzwerker/docker 4.4.0 is not available for ${others}`);
    expect(text).toContain("npm run lock -- --env dev --platform");
    expect(readdirSync(checkout.folder)).not.toContain("locks");
  });

  test("has the hashes of all platforms, and doesn't change without a command", async () => {
    const { text } = await run("lock", [], everywhere);
    expect(text).toContain(
      "Locked the providers of functions-dev: hashicorp/aws 6.25.0, kreuzwerker/docker 4.4.0",
    );
    expect(text).toContain(`Commit ${LOCK}`);
    expect(locked()).toEqual({ [AWS]: "6.25.0", [DOCKER]: "4.4.0" });
    expect(checkout.read(LOCK).match(/"h1:/g)).toHaveLength(2 * PLATFORMS.length);
    expect((await run("lock", [], newer)).text).toContain(
      "Locked the providers of functions-dev: No changes",
    );
  });

  test("determines the versions of a plan, even if there is a newer one: in a fresh clone, and after another selection", async () => {
    for (const before of ["fresh", "another choice"]) {
      rmSync(path.join(folder, ".terraform"), { recursive: true, force: true });
      checkout.write(
        "cdktf.out/stacks/functions-dev/.terraform.lock.hcl",
        before === "fresh" ? "" : "# Another.\n",
      );
      const { text } = await run("plan", [], newer);
      expect(text).toContain("✓ Initialized functions-dev");
      expect(text).not.toContain("npm run lock");
      expect(checkout.read("cdktf.out/stacks/functions-dev/.terraform.lock.hcl")).toBe(checkout.read(LOCK));
      expect(readdirSync(path.join(folder, ".terraform/providers", AWS))).toEqual(["6.25.0"]);
    }
  });

  test("is refused when it doesn't fit the stack, and fixed by one command", async () => {
    checkout.write(LOCK, checkout.read(LOCK).replace('"4.4.0"', '"4.5.0"'));
    const { code, text } = await run("plan", [], newer);
    expect(code).toBe(1);
    expect(text).toContain(
      "it names kreuzwerker/docker 4.5.0, but the stack allows >= 4.3.0, < 5.0.0, != 4.5.0",
    );
    expect(text).toContain("npm run lock -- --env dev");
    expect(text).not.toContain("Initialized");
    const doctor = await run("doctor", [], newer);
    expect(doctor.text).toContain("[provider-lock-outdated]");
    expect((await run("lock", [], newer)).text).toContain("kreuzwerker/docker 4.5.0 → 4.4.0");
  });

  test("gets newer versions with --upgrade, which also fixes a version that a mirror no longer has", async () => {
    expect((await run("lock", ["--upgrade"], newer)).text).toContain("hashicorp/aws 6.25.0 → 6.26.0");
    const { code, text } = await run("plan", [], everywhere);
    expect(code).toBe(1);
    expect(text).toContain(
      "The lock names versions that the mirrors of this machine don't have: hashicorp/aws 6.26.0 (but 6.25.0).",
    );
    expect(text).toContain("npm run lock -- --env dev --upgrade");
    await run("lock", ["--upgrade"], everywhere);
    expect(locked()[AWS]).toBe("6.25.0");
  });

  test("distinguishes another build of the same version by its hash", async () => {
    const other = mirror({ [AWS]: [["6.25.0"]], [DOCKER]: [["4.4.0"]] });
    const name = path.join(other, AWS, "6.25.0", HERE, "terraform-provider-aws_v6.25.0");
    writeFileSync(name, "Not what was locked.", { mode: 0o755 });
    rmSync(path.join(folder, ".terraform"), { recursive: true });
    const { code, text } = await run("plan", [], other);
    expect(code).toBe(1);
    expect(text).toContain("[provider-hash-unknown]");
    expect((await run("lock", [], other)).text).toContain("hashes added");
    expect((await run("plan", [], other)).text).toContain("✓ Initialized functions-dev");
  });
});

describe("the local AWS", () => {
  const checkout = new Checkout("local-providers");

  afterAll(async () => {
    await checkout.npm("local:down");
    removeCheckouts();
  });

  test("uses other providers when a mirror no longer has those that it selected before", async () => {
    const [old, now] = ["4.4.0", "4.5.0"].map((version) =>
      mirror({ [AWS]: [["5.100.0", [HERE]]], [DOCKER]: [[version, [HERE]]] }),
    ) as [string, string];
    expect((await checkout.npm("plan", LOCAL_AWS, offline(old))).text).toContain(
      "✓ Initialized functions-dev (",
    );
    rmSync(path.join(checkout.folder, ".local/cdktf.out/stacks/functions-dev/.terraform"), {
      recursive: true,
    });
    expect((await checkout.npm("plan", LOCAL_AWS, offline(now))).text).toContain(
      "✓ Initialized functions-dev: providers selected again, kreuzwerker/docker 4.4.0 → 4.5.0 (",
    );
    rmSync(path.join(checkout.folder, ".local/cdktf.out"), { recursive: true });
  });

  test("is built by the docker command when no allowed version of the docker provider is available", async () => {
    const environment = offline(mirror({ [DOCKER]: [["3.6.2", [HERE]]] }));
    const builder = () => JSON.parse(checkout.read(".local/deployment.json")).imageBuilder;
    const running = checkout.start("local", [], environment);
    // Other tests cover the apply that would follow.
    const text = await running.printed("✓ Checked that images can be built and pushed");
    await running.interrupt();
    expect(text).toMatch(/The docker command builds the images: .* \(only 3\.6\.2\)/);
    expect(text).toContain("✓ Initialized functions-dev");
    // The builder is recorded only after a deploy, which was interrupted here. The next run chooses as the first did.
    expect(builder()).toBeUndefined();

    // A builder with which Terraform can't be initialized isn't recorded either.
    const wrong = { ...environment, ...NO_NETWORK, IMAGE_BUILDER: "docker-provider" };
    const failed = await checkout.npm("local", [], wrong);
    expect(failed.code).toBe(1);
    expect(failed.text).toContain("✗ Initializing functions-dev failed");
    expect(builder()).toBeUndefined();
  });
});
