#!/usr/bin/env node
// The command `lambda-images`: dist/cli/bin.cjs in the package.
require("./process/start.cjs");
require("./main")
  .main(process.argv.slice(2))
  .then((/** @type {number} */ code) => {
    process.exitCode = code;
  });
