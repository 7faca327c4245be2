// Stands in a bundle for the package archiver, which CDKTF loads for TerraformAsset alone, and which takes as long to load as most apps.
const { createRequire } = require("node:module");

/** @param {unknown[]} options archiver's own */
module.exports = (...options) => createRequire(require.resolve("cdktf"))("archiver")(...options);
