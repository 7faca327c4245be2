// What has to be done before a command is loaded, in a form that the oldest Node can still read.

/** `engines` in package.json. */
const OLDEST_NODE = 20;

if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
  console.error(
    `Node ${process.version} is too old: lambda-images needs Node ${OLDEST_NODE} or newer. Install it from https://nodejs.org and run the command again.`,
  );
  process.exit(1);
}
// A reader that has seen enough, as `| head` has, closes the pipe: what the command does goes on all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPIPE") {
      throw error;
    }
  });
}
