// Hashes and stages a folder as AWS CDK does for an asset, and prints the milliseconds of each.
const fs = require("node:fs");
const path = require("node:path");
const { FileSystem } = require("aws-cdk-lib/core");

const [folder, parent] = process.argv.slice(2);
const started = performance.now();
const target = path.join(parent, `asset.${FileSystem.fingerprint(folder)}`);
const hashed = performance.now();
if (!fs.existsSync(target)) {
  fs.mkdirSync(target, { recursive: true });
  FileSystem.copyDirectory(folder, target);
}
console.log(JSON.stringify({ hash: hashed - started, stage: performance.now() - hashed }));
