import { Annotations, App, Aspects, Lazy, LocalBackend, TerraformStack, Token } from "cdktf";
import { addCustomSynthesis } from "cdktf/lib/synthesize/synthesizer";
import fc from "fast-check";
import { stackJson } from "../../../lib/synth/fast-stack";
import { fastSynth, stockSynth } from "../../../lib/synth/fast-synth";
import { JsonParts } from "../../../lib/synth/json-parts";
import { bothWays, outcome } from "./both-ways";
import { generatedApp, resource, TestProvider, Thing } from "./generated-app";

const RUNS = { numRuns: 300, seed: 20261124 };

afterEach(() => jest.restoreAllMocks());

/** The object on which CDKTF's modules find the function. */
const resolving: {
  resolve(value: unknown, options: unknown): unknown;
} = require("cdktf/lib/tokens/private/resolve");
const stockResolve = resolving.resolve;
const stockToTerraform = TerraformStack.prototype.toTerraform;

function oneByteOff(value: unknown): unknown {
  return value === undefined ? value : JSON.parse(JSON.stringify(value).replace("sound", "souns"));
}

function oneStack(outdir: string, fill: (stack: TerraformStack) => void): void {
  const app = new App({ outdir, stackTraces: false });
  const stack = new TerraformStack(app, "one");
  new LocalBackend(stack, { path: "one.tfstate" });
  new TestProvider(stack);
  fill(stack);
  app.synth();
}

describe("the fast synth", () => {
  test("writes what CDKTF writes, byte for byte, or fails with the same error, for any app", () => {
    jest.spyOn(console, "warn").mockReturnValue();
    let written = 0;
    fc.assert(
      fc.property(fc.array(resource, { minLength: 1, maxLength: 6 }), (resources) => {
        const { stock, fast } = bothWays((outdir) => generatedApp(outdir, resources).synth());
        expect(fast).toEqual(stock);
        written += "error" in stock ? 0 : 1;
      }),
      RUNS,
    );
    // Not all apps end with an error.
    expect(written).toBeGreaterThan(RUNS.numRuns / 3);
  });

  test("writes most of those stacks element by element, and others as a whole", () => {
    jest.spyOn(console, "warn").mockReturnValue();
    const ways = { parts: 0, whole: 0 };
    fc.assert(
      fc.property(fc.array(resource, { minLength: 1, maxLength: 6 }), (resources) => {
        // Not all apps can be synthesized.
        outcome((outdir) => {
          for (const stack of generatedApp(outdir, resources).node.findAll().filter(TerraformStack.isStack)) {
            ways[typeof stackJson(stack, stockResolve as never) === "string" ? "whole" : "parts"]++;
          }
        });
      }),
      RUNS,
    );
    expect(ways.parts).toBeGreaterThan(RUNS.numRuns / 3);
    expect(ways.whole).toBeGreaterThan(0);
  });

  test("writes elements that replace each other, and overrides of a stack, as CDKTF does", () => {
    const { stock, fast } = bothWays((outdir) =>
      oneStack(outdir, (stack) => {
        for (const [id, name] of [
          ["a", "first"],
          ["b", "second"],
        ] as const) {
          new Thing(stack, id, { name, [id]: [id] }).overrideLogicalId("same");
        }
        new Thing(stack, "c", { name: "c" });
        stack.addOverride("resource.test_thing.c.more", ["x"]);
        stack.addOverride("ephemeral.some.thing", { deep: { down: null } });
      }),
    );
    expect(fast).toEqual(stock);
    expect(stock["stacks/one/cdk.tf.json"]).toContain('"ephemeral"');
  });

  test("calls toTerraform of a stack that overrides it", () => {
    class Own extends TerraformStack {
      override toTerraform(): unknown {
        return { ...super.toTerraform(), own: true };
      }
    }
    const { stock, fast } = bothWays((outdir) => {
      const app = new App({ outdir, stackTraces: false });
      new TestProvider(new Own(app, "own"));
      app.synth();
    });
    expect(fast).toEqual(stock);
    expect(stock["stacks/own/cdk.tf.json"]).toContain('"own": true');
  });

  test("stops at an error annotation, and runs all validations, as CDKTF does", () => {
    for (const fail of [
      (thing: Thing) => Annotations.of(thing).addError("not so"),
      (thing: Thing) => thing.node.addValidation({ validate: () => ["not so"] }),
    ]) {
      const { stock, fast } = bothWays((outdir) =>
        oneStack(outdir, (stack) => fail(new Thing(stack, "a", { name: "a" }))),
      );
      expect(fast).toEqual(stock);
      expect(stock.error).toContain("[one/a] not so");
    }
  });

  test("prints the same warnings", () => {
    const warned: unknown[][] = [];
    jest.spyOn(console, "warn").mockImplementation((...words) => void warned.push(words));
    bothWays((outdir) =>
      oneStack(outdir, (stack) => {
        const thing = new Thing(stack, "a", {});
        new Thing(stack, "b", {
          text: Token.asString(
            Lazy.anyValue({
              produce: (context) => {
                context.warnEscapes = true;
                return context.resolve(`\${x} ${thing.fqn}`);
              },
            }),
          ),
        });
      }),
    );
    const texts = warned.map((words) => words.join(" ").replace(/TOKEN\.\d+/, "TOKEN"));
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.slice(0, texts.length / 2)).toEqual(texts.slice(texts.length / 2));
  });

  test("the comparison detects one different byte", () => {
    const { stock, fast } = bothWays((outdir) => {
      const { prototype } = TerraformStack;
      const right = prototype.toTerraform;
      if (right !== stockToTerraform) {
        prototype.toTerraform = function () {
          return oneByteOff(right.call(this));
        };
      }
      oneStack(outdir, (stack) => void new Thing(stack, "a", { name: "sound" }));
    });
    expect(stock["stacks/one/cdk.tf.json"]).toContain('"name": "sound"');
    expect(fast["stacks/one/cdk.tf.json"]).toContain('"name": "souns"');
    expect(() => expect(fast).toEqual(stock)).toThrow();
  });

  test("the comparison detects one different byte of an element", () => {
    const { add } = JsonParts.prototype;
    jest.spyOn(JsonParts.prototype, "add").mockImplementation(function (this: JsonParts, text) {
      return add.call(this, text.replace("sound", "souns"));
    });
    const { stock, fast } = bothWays((outdir) =>
      oneStack(outdir, (stack) => void new Thing(stack, "a", { name: "sound" })),
    );
    expect(stock["stacks/one/cdk.tf.json"]).toContain('"name": "sound"');
    expect(fast["stacks/one/cdk.tf.json"]).toContain('"name": "souns"');
  });

  test("leaves aspects, custom synthesis and annotations to CDKTF", () => {
    const { stock, fast } = bothWays((outdir) =>
      oneStack(outdir, (stack) => {
        const thing = new Thing(stack, "a", { name: "a" });
        Aspects.of(stack).add({
          visit: (node) => {
            if (node instanceof Thing) {
              node.addOverride("seen", `by ${thing.getStringAttribute("id")}`);
            }
          },
        });
        addCustomSynthesis(thing, { onSynthesize: () => Annotations.of(thing).addInfo("staged") });
      }),
    );
    expect(fast).toEqual(stock);
    expect(stock["stacks/one/cdk.tf.json"]).toContain("by ${test_thing.a.id}");
    expect(stock["manifest.json"]).toContain("staged");
  });

  test("writes the same HCL", () => {
    process.env.SYNTH_HCL_OUTPUT = "true";
    try {
      const { stock, fast } = bothWays((outdir) =>
        oneStack(outdir, (stack) => {
          const thing = new Thing(stack, "a", { name: "a" });
          new Thing(stack, "b", { name: thing.getStringAttribute("id") });
        }),
      );
      expect(fast).toEqual(stock);
      expect(stock["stacks/one/cdk.tf"]).toContain("test_thing.a.id");
    } finally {
      delete process.env.SYNTH_HCL_OUTPUT;
    }
  });

  test("reports where a token was created only when it is switched off", () => {
    const fail = (outdir: string) =>
      oneStack(outdir, (stack) => {
        const value = Lazy.stringValue({
          produce: () => {
            throw new Error("no value");
          },
        });
        new Thing(stack, "a", { name: value });
      });
    const { stock, fast } = bothWays(fail);
    expect(fast).toEqual(stock);
    expect(stock.error).toContain("Resolution error: no value.");
    expect(() => fail(require("node:os").tmpdir())).toThrow("Object creation stack:");
  });
});

describe("another version of CDKTF", () => {
  test("is left unchanged", () => {
    expect(fastSynth("0.21.1")).toBe(false);
    expect(resolving.resolve).toBe(stockResolve);
  });
});

describe("stockSynth", () => {
  test("uses the fast functions again", () => {
    expect(fastSynth("0.21.0")).toBe(true);
    expect(resolving.resolve).not.toBe(stockResolve);
    stockSynth();
    expect(resolving.resolve).toBe(stockResolve);
  });
});
