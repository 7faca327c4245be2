// Replaces the package archiver in a bundle. CDKTF needs it only for TerraformAsset, and loading it takes as long as
// loading most apps.
const { createRequire } = require("node:module");

/** @param {unknown[]} options archiver's own */
module.exports = (...options) => createRequire(require.resolve("cdktf"))("archiver")(...options);
