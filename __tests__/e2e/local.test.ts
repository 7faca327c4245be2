import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isAlive } from "../../cli/process/is-alive";
import { findProviderMirrors, mirrorEnvironment } from "../../cli/terraform/provider-mirror";
import { terraformBinary } from "../../cli/terraform/terraform";
import { deleteFunction, emptyRepository, leftovers } from "./aws";
import { Checkout, LOCAL_AWS, removeCheckouts } from "./checkout";
import { dockerProviderAvailable } from "./docker-provider";
import { filesBelow } from "./files";
import { answerInReadme, stepsInReadme, stepsOf } from "./readme";

const STACK = ".local/cdktf.out/stacks/functions-dev";
const NO_DOCKER = { DOCKER_HOST: "tcp://127.0.0.1:1" };

afterAll(removeCheckouts);

describe.each(["docker-cli", "docker-provider"] as const)(
  "the whole path, with the builder %s",
  (builder) => {
    const available = builder === "docker-cli" || dockerProviderAvailable();
    if (!available) {
      console.warn(
        "SKIPPED: the docker provider (kreuzwerker/docker) isn't available on this machine; its end-to-end tests did not run.",
      );
    }
    const promise = available ? test : test.skip;
    const checkout = available
      ? new Checkout("one", { IMAGE_BUILDER: builder })
      : (undefined as unknown as Checkout);

    afterAll(async () => {
      await checkout?.npm("local:down");
    });

    promise(
      "npm run local deploys, and the function answers the sample event from its own bucket",
      async () => {
        const text = await checkout.succeed("local");
        expect(text).toContain("Deployed functions-dev: 1 built and pushed");
        expect(text).toContain("npm run local:invoke -- python");
        const answer = await checkout.invoke("python");
        expect(answer).toMatchObject({
          statusCode: 200,
          body: { count: 1, documents: [{ key: "welcome.txt", size: "23 Bytes" }] },
        });
        // The README shows exactly that: npm run docs -- --record.
        expect(stepsOf(text)).toEqual(stepsInReadme());
        const times = /"modified":"[^"]*"/g;
        expect(JSON.stringify(answer).replaceAll(times, "")).toBe(
          JSON.stringify(answerInReadme()).replaceAll(times, ""),
        );
        expect(await checkout.invoke("python", { action: "read", key: "welcome.txt" })).toEqual({
          statusCode: 200,
          body: { key: "welcome.txt", text: "Hello from the bucket.\n" },
        });
      },
    );

    promise("the answer to a bad event names what is missing", async () => {
      checkout.write("other.json", '{ "action": "read" }');
      const fromFile = await checkout.npm("local:invoke", ["python", "--event", "other.json"]);
      expect([fromFile.code, JSON.parse(fromFile.stdout)]).toMatchObject([0, { statusCode: 400 }]);
      expect(await checkout.invoke("python", {})).toEqual({
        statusCode: 400,
        body: { error: '"action" is missing: one of list, read' },
      });
      expect(await checkout.invoke("python", { action: "read", key: "none" })).toMatchObject({
        statusCode: 404,
      });
    });

    promise("its log can be read", async () => {
      expect(await checkout.succeed("local:logs", ["python"])).toContain("REPORT RequestId");
    });

    promise("a second npm run local changes nothing and prints that", async () => {
      const text = await checkout.succeed("local");
      expect(text).toContain("Planned functions-dev: No changes");
      expect(text).not.toContain("Deployed");
    });

    promise("the providers keep running between commands, and start again after they ended", async () => {
      const daemon = daemonOf(checkout);
      await checkout.succeed("local");
      expect(daemonOf(checkout)).toBe(daemon);
      process.kill(daemon, "SIGTERM");
      const text = await checkout.succeed("local");
      expect(text).toContain("Planned functions-dev: No changes");
      expect(daemonOf(checkout)).not.toBe(daemon);
    });

    promise("a build that fails is not reported as built", async () => {
      const dockerfile = "lambdas/python/Dockerfile";
      const original = checkout.read(dockerfile);
      checkout.write(dockerfile, `${original}\nRUN exit 7\n`);
      process.kill(daemonOf(checkout), "SIGTERM");
      const { code, text } = await checkout.npm("local");
      expect(text).toMatch(/✗ Deploying functions-dev failed \(/);
      expect(text).not.toContain("1 built and pushed");
      expect(code).toBe(1);

      checkout.write(dockerfile, original);
      await checkout.succeed("local");
    });

    promise(
      "a stack that Terraform requires to be initialized again is initialized, and no step fails",
      async () => {
        rmSync(path.join(checkout.folder, STACK, ".terraform", "providers"), { recursive: true });
        const text = await checkout.succeed("local");
        expect(text).toMatch(/✓ Initialized functions-dev .*\n✓ Planned functions-dev: No changes/);
        expect(text).not.toContain("✗");
      },
    );

    promise("a plan needs no Docker", async () => {
      const { code, text } = await checkout.npm("plan", LOCAL_AWS, NO_DOCKER);
      expect(text).toContain("No changes");
      expect(code).toBe(0);
    });

    promise(
      "another clone, at another path and under another umask, is byte-identical and plans no changes",
      async () => {
        const other = new Checkout("a second, with a longer name", { IMAGE_BUILDER: builder }, 0o077);
        await Promise.all([checkout.succeed("synth"), other.succeed("synth")]);
        const stack = "cdktf.out/stacks/functions-dev";
        const files = filesBelow(path.join(other.folder, stack));
        expect(files).toEqual(filesBelow(path.join(checkout.folder, stack)));
        expect(Object.keys(files).length).toBeGreaterThan(5);

        synthesizeFor(checkout, other, builder);
        expect(filesBelow(path.join(other.folder, STACK))).toEqual(
          filesBelow(path.join(checkout.folder, STACK)),
        );
        mkdirSync(path.dirname(stateOf(other)), { recursive: true });
        copyFileSync(stateOf(checkout), stateOf(other));
        expect(planByHand(path.join(other.folder, STACK), checkout)).toContain("No changes");
        // A checkout's commands use only its own emulator.
        const { code, text } = await other.npm("plan", LOCAL_AWS, NO_DOCKER);
        expect(text).toContain("The local AWS doesn't run");
        expect(code).toBe(1);
      },
    );

    promise(
      "the stack's folder alone, as an archive that is unpacked elsewhere, plans no changes",
      async () => {
        const elsewhere = mkdtempSync(path.join(tmpdir(), "moved-"));
        const archive = path.join(elsewhere, "stack.tar");
        execFileSync("tar", [
          "-cf",
          archive,
          "--exclude=.terraform",
          "-C",
          path.join(checkout.folder, STACK),
          ".",
        ]);
        const folder = path.join(elsewhere, "stack");
        mkdirSync(folder);
        execFileSync("tar", ["-xf", archive, "-C", folder]);
        const backend = ["-reconfigure", `-backend-config=path=${stateOf(checkout)}`];
        expect(planByHand(folder, checkout, backend)).toContain("No changes");
      },
    );

    promise("an edited file is named by the plan, deployed by npm run local, and rolled back", async () => {
      const file = "lambdas/python/sample_code_1.py";
      const original = checkout.read(file);
      checkout.edit(file, '.decode("utf-8")', '.decode("utf-8").upper()');
      const plan = await checkout.npm("plan", LOCAL_AWS, NO_DOCKER);
      expect(plan.code).toBe(2);
      expect(plan.text).toMatch(/pushed again: changed sample_code_1\.py$/m);

      await checkout.succeed("local");
      const read = { action: "read", key: "welcome.txt" };
      expect(await checkout.invoke("python", read)).toMatchObject({
        body: { text: "HELLO FROM THE BUCKET.\n" },
      });

      checkout.write(file, original);
      // Terraform continues to apply when the command is killed. The next command waits for it.
      const killed = checkout.start("local");
      await killed.printed("Planned functions-dev: +1 ~1 -1");
      await killed.kill();
      await checkout.succeed("local");
      expect(await checkout.invoke("python", read)).toMatchObject({
        body: { text: "Hello from the bucket.\n" },
      });
      expect((await checkout.npm("plan", LOCAL_AWS, NO_DOCKER)).code).toBe(0);
    });

    promise("a file that .dockerignore excludes changes nothing", async () => {
      checkout.write("lambdas/python/event.json", '{ "action": "list", "prefix": "w" }\n');
      expect((await checkout.npm("plan", LOCAL_AWS, NO_DOCKER)).code).toBe(0);
    });

    promise("an image that was deleted by hand is pushed again", async () => {
      await emptyRepository(checkout, "hello-dev/python");
      const plan = await checkout.npm("plan", LOCAL_AWS, NO_DOCKER);
      expect(plan.code).toBe(2);
      expect(plan.text).toContain("The apply builds and pushes 1 image");
      expect(plan.text).toMatch(/Planned functions-dev: \+1 ~1 -[01]/);
      const local = await checkout.succeed("local");
      expect(local).toMatch(
        /missing from its repository|docker_registry_image\S* was deleted outside of Terraform/,
      );
      expect(local).toContain("Deployed functions-dev: 1 built and pushed");
      expect(await checkout.invoke("python")).toMatchObject({ statusCode: 200 });
      expect((await checkout.npm("plan", LOCAL_AWS, NO_DOCKER)).code).toBe(0);
    });

    promise(
      "a function that was deleted by hand: the plan is shown beside the drift, and local creates it again",
      async () => {
        await deleteFunction(checkout, "hello-dev-python");
        const plan = await checkout.npm("plan", LOCAL_AWS, NO_DOCKER);
        expect(plan.code).toBe(2);
        expect(plan.text).toContain("Planned functions-dev: +1 ~0 -0");
        expect(plan.text).toContain("Deleted outside Terraform.");
        expect(plan.text).toContain("hello-dev-python: new");
        const full = await checkout.npm("plan", [...LOCAL_AWS, "--full"], NO_DOCKER);
        expect(full.text).toContain("Objects have changed outside of Terraform");
        expect(full.text).toMatch(/# aws_lambda_function\.python_\S+ has been deleted/);
        expect(full.text).toMatch(/# aws_lambda_function\.python_\S+ will be created/);
        expect(full.text).toMatch(/^Plan: 1 to add, 0 to change, 0 to destroy\.$/m);
        const local = await checkout.succeed("local");
        expect(local).toContain("Planned functions-dev: +1 ~0 -0");
        expect(local).toMatch(
          /• aws_lambda_function\.python_\S+ was deleted outside of Terraform: it is created again/,
        );
        expect(local).toContain("Deployed functions-dev (");
        expect(await checkout.invoke("python")).toMatchObject({ statusCode: 200 });
      },
    );

    promise(
      "a second function from another folder, with its own log group, needs no further set-up",
      async () => {
        checkout.write(
          "lambdas/hello/Dockerfile",
          'FROM public.ecr.aws/lambda/python:3.13\nCOPY . ${LAMBDA_TASK_ROOT}\nCMD ["app.handler"]\n',
        );
        checkout.write(
          "lambdas/hello/app.py",
          'def handler(event, context):\n    print("hello", event["name"])\n    return {"hello": event["name"]}\n',
        );
        checkout.edit(
          "stacks/functions-stack.ts",
          'new DockerImageFunction(this, "python"',
          'new DockerImageFunction(this, "hello", { code: DockerImageCode.fromImageAsset("lambdas/hello"), logGroup: { logGroupName: "/hello/all" } });\n    new DockerImageFunction(this, "python"',
        );
        await checkout.succeed("local");
        expect(await checkout.invoke("hello", { name: "you" })).toEqual({ hello: "you" });
        expect(await checkout.succeed("local:logs", ["hello"])).toContain(" hello you\n");
        expect(await checkout.invoke("python")).toMatchObject({ statusCode: 200 });
      },
    );

    promise("neither the state nor a saved plan holds a registry password", async () => {
      await checkout.npm("plan", LOCAL_AWS, NO_DOCKER);
      const texts = [readFileSync(stateOf(checkout), "utf8"), checkout.read(".plans/functions-dev.json")];
      for (const text of texts) {
        expect(text).not.toMatch(/authorization_token|"password": ?"[^"]/);
      }
    });

    promise("Terraform's log has what the provider prints", async () => {
      const log = path.join(checkout.folder, "terraform.log");
      const environment = { ...NO_DOCKER, TF_LOG_PROVIDER: "INFO", TF_LOG_PATH: log };
      await checkout.npm("plan", LOCAL_AWS, environment);
      expect(readFileSync(log, "utf8")).toContain("provider.terraform-provider-aws");
    });

    promise("destroying leaves nothing", async () => {
      await checkout.succeed("deploy", ["--local-aws", "--destroy", "--yes"]);
      expect(await leftovers(checkout)).toEqual({
        repositories: [],
        functions: [],
        logGroups: [],
        buckets: [],
        roles: [],
      });
    });

    promise("Ctrl-C stops what npm run local started", async () => {
      const daemon = daemonOf(checkout);
      expect(isAlive(daemon)).toBe(true);
      await checkout.succeed("local:down");
      expect(isAlive(daemon)).toBe(false);
      const { code, text } = await checkout.interrupt("local", "Synthesized");
      expect(text).toContain("Interrupted: stopping what this command started");
      expect(code).toBe(130);
      const [, port] = /Started the emulator of AWS: http:\/\/localhost:(\d+)/.exec(text) ?? [];
      await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow("fetch failed");
    });

    promise("npm run local:down can be run twice", async () => {
      await checkout.succeed("local:down");
      await checkout.succeed("local:down");
      expect(readdirSync(checkout.folder).filter((name) => name.includes(".tfstate"))).toEqual([]);
    });
  },
);

/** The process that keeps the providers running. */
function daemonOf(checkout: Checkout): number {
  return JSON.parse(checkout.read(".local/providers/functions-dev.json")).pid;
}

function stateOf(checkout: Checkout): string {
  return path.join(checkout.folder, ".local/states/functions-dev.tfstate");
}

/** Synthesizes a checkout for the local AWS of another one, and gives it that one's override files. */
function synthesizeFor(local: Checkout, other: Checkout, imageBuilder: string): void {
  const { port } = JSON.parse(local.read(".local/deployment.json"));
  mkdirSync(path.join(other.folder, path.dirname(path.dirname(STACK))), { recursive: true });
  execFileSync(process.execPath, ["cli/app/run-app.cjs", "main.ts"], {
    cwd: other.folder,
    env: {
      ...process.env,
      CDKTF_OUTDIR: path.dirname(path.dirname(STACK)),
      CDKTF_CONTEXT_JSON: JSON.stringify({
        "cdktf-lambda-images:local-aws": { registry: `localhost:${port}`, imageBuilder },
      }),
    },
  });
  for (const name of ["local.tf.json", "local_override.tf.json"]) {
    copyFileSync(path.join(local.folder, STACK, name), path.join(other.folder, STACK, name));
  }
}

/** Runs Terraform by hand in a stack's folder, with the variables of a checkout's local AWS. @returns its output */
function planByHand(folder: string, checkout: Checkout, init: readonly string[] = []): string {
  const { accessKeyId, secretAccessKey } = JSON.parse(checkout.read(".local/root-key.json"));
  const terraform = (...args: string[]) =>
    execFileSync(terraformBinary(), args, {
      cwd: folder,
      encoding: "utf8",
      env: {
        ...process.env,
        ...mirrorEnvironment(findProviderMirrors(), folder),
        ...NO_DOCKER,
        TF_VAR_local_aws_access_key: accessKeyId,
        TF_VAR_local_aws_secret_key: secretAccessKey,
        DOCKER_CONFIG: path.join(checkout.folder, ".local/docker"),
      },
    });
  terraform("init", "-input=false", ...init);
  return terraform("plan", "-input=false", "-no-color", "-lock=false");
}
