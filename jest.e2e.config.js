/** The end-to-end tests: real Terraform, providers, Docker, registry and emulator of AWS. Minutes, not seconds. */
const { testPathIgnorePatterns: _, ...fast } = require("./jest.config.js");

module.exports = {
  ...fast,
  testMatch: ["**/__tests__/e2e/**/*.test.ts"],
  globalSetup: "<rootDir>/__tests__/e2e/engine/start.ts",
  globalTeardown: "<rootDir>/__tests__/e2e/engine/stop.ts",
  testTimeout: 600_000,
  // Two cores: one deployment at a time.
  maxWorkers: 1,
};
