import { imageFilesOf } from "../../../lib/dockerfile/image-files";
import { runtimeClient } from "../../../lib/dockerfile/runtime-client";
import type { Tree } from "../build-context/tree";
import { folder, PYTHON } from "./read";

function client(lines: string, image = PYTHON, tree: Tree = {}, overrides = {}) {
  const { context, dockerfile } = folder(`FROM ${image}\n${lines}\n`, tree);
  if (dockerfile.target === undefined) throw new Error("It should have a target.");
  return runtimeClient(dockerfile.target, overrides, imageFilesOf(dockerfile, context));
}

const CMD = 'CMD ["app.handler"]';
const SLIM = "python:3.12-slim";
const RIE = `#!/bin/sh
if [ -z "\${AWS_LAMBDA_RUNTIME_API}" ]; then
  exec /usr/local/bin/aws-lambda-rie /usr/local/bin/python -m awslambdaric $@
else
  exec /usr/local/bin/python -m awslambdaric $@
fi
`;

test.each<[lines: string, image: string, language: string, kind: string]>([
  [CMD, PYTHON, "python", "base-image"],
  [CMD, "public.ecr.aws/lambda/nodejs:22", "nodejs", "base-image"],
  [`ENTRYPOINT ["/lambda-entrypoint.sh"]\n${CMD}`, PYTHON, "python", "base-image"],
  [`ENTRYPOINT ["python", "-m", "awslambdaric"]\n${CMD}`, PYTHON, "python", "package"],
  [`ENTRYPOINT ["/usr/local/bin/python", "-m", "awslambdaric"]\n${CMD}`, SLIM, "python", "package"],
  [`ENTRYPOINT ["poetry", "run", "python", "-m", "awslambdaric"]\n${CMD}`, SLIM, "python", "package"],
  [
    `ENTRYPOINT ["/usr/bin/aws-lambda-rie", "python3", "-m", "awslambdaric"]\n${CMD}`,
    SLIM,
    "python",
    "package",
  ],
  ['CMD ["python", "-m", "awslambdaric", "app.handler"]', SLIM, "python", "package"],
  ["ENTRYPOINT python -m awslambdaric app.handler", SLIM, "python", "package"],
  [`ENTRYPOINT ["/usr/local/bin/npx", "aws-lambda-ric"]\n${CMD}`, "node:22", "nodejs", "package"],
  [`ENTRYPOINT ["./node_modules/.bin/aws-lambda-ric"]\n${CMD}`, "node:22", "nodejs", "package"],
  [`COPY run.sh /\nENTRYPOINT ["/run.sh"]\n${CMD}`, SLIM, "python", "package"],
  [`COPY run.sh /\nENTRYPOINT ["sh", "/run.sh"]\n${CMD}`, SLIM, "python", "package"],
])("GIVEN %j on %s THEN the client of %s starts, from the %s", (lines, image, language, kind) => {
  expect(client(lines, image, { "run.sh": RIE })).toMatchObject({
    language,
    kind,
    arguments: ["app.handler"],
  });
});

test("GIVEN overrides THEN they count", () => {
  const entrypoint = ["python", "-m", "awslambdaric"];
  expect(client(CMD, SLIM, {}, { entrypoint })).toMatchObject({
    kind: "package",
    arguments: ["app.handler"],
  });
  expect(client(CMD, PYTHON, {}, { cmd: ["x.y"] })).toMatchObject({ arguments: ["x.y"], from: "cmd" });
});

test.each<[lines: string, image: string]>([
  [`ENTRYPOINT ["/app/server"]\n${CMD}`, SLIM],
  ['CMD ["gunicorn", "app:app"]', SLIM],
  [`ENTRYPOINT ["ddtrace-run", "x"]\n${CMD}`, PYTHON],
  [`ENTRYPOINT python -m awslambdaric\n${CMD}`, SLIM],
  [CMD, "public.ecr.aws/lambda/ruby:3.4"],
  [`COPY cd.sh /\nENTRYPOINT ["/cd.sh"]\n${CMD}`, SLIM],
  [`COPY own.sh /\nENTRYPOINT ["/own.sh"]\n${CMD}`, SLIM],
])("GIVEN %j on %s THEN it isn't known who reads CMD", (lines, image) => {
  const tree = {
    "cd.sh": "#!/bin/sh\ncd /x\nexec python -m awslambdaric $@\n",
    "own.sh": "#!/bin/sh\nexec python -m awslambdaric other.handler\n",
  };
  expect(client(lines, image, tree)).toBeUndefined();
});
