// Starts Node.js's inspector in a function's container, and waits for a debugger. Node.js loads this file at its start,
// because the container has it in NODE_OPTIONS. The function's image is not changed. Only the process of AWS's runtime
// interface client waits: other programs that the container starts run as always, with any ENTRYPOINT.
const { isMainThread } = require("node:worker_threads");

/** The programs of AWS's base images, and of aws-lambda-ric from npm. */
const RUNTIME = /\/var\/runtime\/index\.m?js$|\/aws-lambda-ric(\/|$)/;

if (isMainThread && RUNTIME.test(process.argv[1] ?? "")) {
  const { ports } = JSON.parse(process.env.LOCAL_AWS_DEBUGGER ?? "{}");
  delete process.env.LOCAL_AWS_DEBUGGER;
  const own = ` --require=${__filename}`;
  const options = (process.env.NODE_OPTIONS ?? "").replace(own, "");
  // Programs that the function starts get the options of the image.
  if (options === "") delete process.env.NODE_OPTIONS;
  else process.env.NODE_OPTIONS = options;
  require("node:inspector").open(ports.nodejs, "0.0.0.0", true);
}
