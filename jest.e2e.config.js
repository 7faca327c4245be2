/** The end-to-end tests: real Terraform, providers, Docker, registry and emulator of AWS. Minutes, not seconds. */
const { testPathIgnorePatterns: _, ...fast } = require("./jest.config.js");

module.exports = {
  ...fast,
  testMatch: ["**/__tests__/e2e/**/*.test.ts"],
  globalSetup: "<rootDir>/__tests__/e2e/engine/start.ts",
  globalTeardown: "<rootDir>/__tests__/e2e/engine/stop.ts",
  testTimeout: 600_000,
  // Half of a deployment is waiting, so that two at once fit on two cores. Each test file has its own local AWS.
  maxWorkers: 2,
};
