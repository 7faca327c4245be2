/** The fast tests: no Docker, no network. The end-to-end tests have their own configuration, jest.e2e.config.js. */
module.exports = {
  testEnvironment: "node",
  // Some tests start programs, and a machine can be busy with other work: a slow run is no failure.
  testTimeout: 60_000,
  roots: ["<rootDir>/__tests__"],
  // By itself jest leaves a core idle, which is half of a small machine.
  maxWorkers: "100%",
  globalSetup: "<rootDir>/__tests__/temporary-folder/make.ts",
  globalTeardown: "<rootDir>/__tests__/temporary-folder/remove.ts",
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "/__tests__/e2e/"],
  // As the `paths` of tsconfig.json: the app and its tests import the library by its name, and no build stands in between.
  moduleNameMapper: {
    "^cdktf-lambda-images$": "<rootDir>/lib/index.ts",
    "^cdktf-lambda-images/synth$": "<rootDir>/lib/synth/index.ts",
  },
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: { target: "es2022", parser: { syntax: "typescript" } },
        // A test loads only the packages that it uses, as the published library does: each binding takes 10 ms.
        module: { type: "commonjs", lazy: true },
      },
    ],
  },
};
