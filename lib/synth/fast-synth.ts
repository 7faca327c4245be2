import { TerraformStack } from "cdktf";
import type * as resolveModule from "cdktf/lib/tokens/private/resolve";
import type * as stackTraceModule from "cdktf/lib/tokens/private/stack-trace";
import type * as cdktf from "cdktf/package.json";
import { fastResolve } from "./fast-resolve";
import { prepareStack, toTerraform } from "./fast-stack";

/** What was read; another version may do otherwise, and is left as it is. */
const KNOWN_VERSION = "0.21.0";

// CommonJS's own objects, which CDKTF's modules call through: an `import` would be a copy.
const { version: INSTALLED } = require("cdktf/package.json") as typeof cdktf;
const resolving = require("cdktf/lib/tokens/private/resolve") as { resolve: typeof resolveModule.resolve };
const tracing = require("cdktf/lib/tokens/private/stack-trace") as {
  captureStackTrace: typeof stackTraceModule.captureStackTrace;
};
const { prepareStack: stockPrepareStack, toTerraform: stockToTerraform } = TerraformStack.prototype;
const stock = { resolve: resolving.resolve, captureStackTrace: tracing.captureStackTrace };

/**
 * Makes CDKTF synthesize in a fraction of the time, to the same bytes. Call it before the first construct is made. It replaces two
 * functions in CDKTF 0.21.0, by others that give the same, and nothing around them: aspects, overrides, custom synthesis, HCL output
 * and validations are CDKTF's own.
 *
 * - `resolve`, which walks through every value three times, by fast-resolve.ts. When that fails, CDKTF's own is asked, and tells what is
 *   wrong.
 * - `captureStackTrace`, which notes for every token where it was made, by one that notes nothing. Without the notes, the error of a token
 *   that can't be resolved has no "Object creation stack"; with `stockSynth()` it has.
 *
 * @param installed the version of CDKTF
 * @returns whether it is in force: of another version of CDKTF, nothing is replaced
 */
export function fastSynth(installed: string = INSTALLED): boolean {
  if (installed !== KNOWN_VERSION) {
    return false;
  }
  resolving.resolve = (value, options) => {
    try {
      return fastResolve(value, options);
    } catch {
      return stock.resolve(value, options);
    }
  };
  tracing.captureStackTrace = () => [];
  TerraformStack.prototype.prepareStack = function () {
    prepareStack(this, stock.resolve);
  };
  TerraformStack.prototype.toTerraform = function () {
    return toTerraform(this, stock.resolve);
  };
  return true;
}

/** Makes CDKTF as it is installed again. */
export function stockSynth(): void {
  Object.assign(resolving, { resolve: stock.resolve });
  Object.assign(tracing, { captureStackTrace: stock.captureStackTrace });
  Object.assign(TerraformStack.prototype, { prepareStack: stockPrepareStack, toTerraform: stockToTerraform });
}
