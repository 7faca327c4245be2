import { createRequire } from "node:module";
import fc from "fast-check";

import stableJson = require("../../../lib/synth/stable-json");

/** CDK Terrain writes its stacks with another package. */
const describeOfCdktf = require("cdktf/package.json").version === "0.21.0" ? describe : describe.skip;

/** The package that CDKTF uses. */
function stock(value: unknown, options: { readonly space: number }): string {
  return createRequire(require.resolve("cdktf"))("json-stable-stringify")(value, options);
}

const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string(),
    fc.double(),
    fc.constantFrom(null, undefined, true, {}, [], "\0{}1", new Date(0), () => 1, "ü\u2028\ud800"),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom("a", "B", "10", "9", "__proto__", "ä", "_")),
      tie("value"),
      {
        maxKeys: 5,
      },
    ),
  ),
})).value;

describeOfCdktf("stableJson", () => {
  test("gives what json-stable-stringify gives", () => {
    fc.assert(
      fc.property(value, (any) =>
        expect(stableJson({ any }, { space: 2 })).toBe(stock({ any }, { space: 2 })),
      ),
      { numRuns: 2000, seed: 20261125 },
    );
  });

  test("puts an empty map and an empty list on two lines, at any depth", () => {
    const nested = { a: {}, b: { c: [], d: [{}, { e: undefined }] } };
    expect(stableJson(nested, { space: 2 })).toBe(stock(nested, { space: 2 }));
  });

  test("doesn't call toJSON on the result of a toJSON", () => {
    const asked = (given: unknown) => ({ toJSON: () => given });
    const all = { a: asked(asked(1)), b: [asked({ c: asked(2) })], d: asked(undefined) };
    expect(stableJson(all, { space: 2 })).toBe(stock(all, { space: 2 }));
  });

  test("fails in the same way for a circular value", () => {
    const endless: Record<string, unknown> = {};
    endless.self = endless;
    expect(() => stableJson(endless, { space: 2 })).toThrow("Converting circular structure to JSON");
  });

  test("calls the package for other forms", () => {
    expect(stableJson({ b: 1, a: 2 })).toBe('{"a":2,"b":1}');
  });
});
