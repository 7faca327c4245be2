/** The tests of `npm test`: no Docker, no network. swc takes the types away; `npm run check` looks at them. */
module.exports = {
  roots: ["<rootDir>/__tests__"],
  testTimeout: 30_000,
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
};
