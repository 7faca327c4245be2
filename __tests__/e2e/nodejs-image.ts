import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** The stand-in of the local AWS, which contains the runtime interface emulator. */
const PYTHON_IMAGE = "public.ecr.aws/lambda/python:3.13";

const DOCKERFILE = `FROM ${PYTHON_IMAGE}
COPY node /usr/local/bin/node
COPY npm/ /usr/local/lib/node_modules/npm/
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
COPY runtime.js /var/runtime/
COPY entrypoint.sh /
ENTRYPOINT ["/entrypoint.sh"]
`;

const ENTRYPOINT = `#!/bin/sh
if [ -z "$AWS_LAMBDA_RUNTIME_API" ]; then
  exec /usr/local/bin/aws-lambda-rie /usr/local/bin/node /var/runtime/runtime.js "$@"
fi
exec /usr/local/bin/node /var/runtime/runtime.js "$@"
`;

/** AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes". */
const RUNTIME = `const [file, name] = process.argv[2].split(".");
const { [name]: handler } = require(\`/var/task/\${file}\`);
const api = \`http://\${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation\`;
(async () => {
  for (;;) {
    const next = await fetch(\`\${api}/next\`);
    const id = next.headers.get("lambda-runtime-aws-request-id");
    const body = JSON.stringify(await handler(await next.json(), {}));
    await fetch(\`\${api}/\${id}/response\`, { method: "POST", body });
  }
})();
`;

/**
 * Makes sure that there is AWS's base image for Node.js. Where its registry can't be reached, this machine's Node.js stands in for it, on
 * top of the stand-in for Python, which has to be there.
 * @returns call it at the end: it removes the stand-in, so that nobody takes it for AWS's image
 */
export function ensureNodejsImage(image: string): () => void {
  if (docker("image", "inspect", image) || docker("pull", "--quiet", image)) {
    return () => undefined;
  }
  const folder = mkdtempSync(path.join(tmpdir(), "nodejs-image-"));
  const npm = execFileSync("npm", ["root", "--global"], { encoding: "utf8" }).trim();
  cpSync(realpathSync(process.execPath), path.join(folder, "node"));
  cpSync(path.join(npm, "npm"), path.join(folder, "npm"), { recursive: true });
  writeFileSync(path.join(folder, "Dockerfile"), DOCKERFILE);
  writeFileSync(path.join(folder, "entrypoint.sh"), ENTRYPOINT, { mode: 0o755 });
  writeFileSync(path.join(folder, "runtime.js"), RUNTIME);
  execFileSync("docker", ["build", "--quiet", "--tag", image, folder], { stdio: "pipe" });
  rmSync(folder, { recursive: true });
  return () => void docker("image", "rm", "--force", image);
}

function docker(...args: readonly string[]): boolean {
  return spawnSync("docker", args, { stdio: "ignore" }).status === 0;
}
