import path from "node:path";
import { ensureRuntimeEmulator } from "../runtime-emulator";
import { copyProgram, writeProgram } from "./files";

/** As AWS's base images: alone through the emulator of the runtime interface, in Lambda straight to the runtime. */
const ENTRYPOINT = `#!/bin/sh
if [ $# -ne 1 ]; then
  echo "entrypoint requires the handler name to be the first argument" 1>&2
  exit 142
fi
export _HANDLER="$1"
if [ -z "$AWS_LAMBDA_RUNTIME_API" ]; then
  exec /usr/local/bin/aws-lambda-rie /var/runtime/bootstrap
fi
exec /var/runtime/bootstrap
`;

/** The parts of AWS's base images that Dockerfiles and functions see: variables, folders, entrypoint. */
export const LAMBDA_DOCKERFILE = `ENV LANG=C.UTF-8 LAMBDA_TASK_ROOT=/var/task LAMBDA_RUNTIME_DIR=/var/runtime
RUN mkdir -p /var/task /var/runtime
WORKDIR /var/task
ENTRYPOINT ["/lambda-entrypoint.sh"]
`;

/** @param bootstrap the command that starts the runtime. @default - the function brings its own */
export async function fillLambdaImage(root: string, bootstrap?: string): Promise<void> {
  const emulator = await ensureRuntimeEmulator();
  const architecture = process.arch === "arm64" ? "arm64" : "x86_64";
  copyProgram(
    path.join(emulator, `aws-lambda-rie-${architecture}`),
    path.join(root, "usr/local/bin/aws-lambda-rie"),
  );
  writeProgram(path.join(root, "lambda-entrypoint.sh"), ENTRYPOINT);
  if (bootstrap !== undefined) {
    writeProgram(path.join(root, "var/runtime/bootstrap"), `#!/bin/sh\nexec ${bootstrap}\n`);
  }
}
