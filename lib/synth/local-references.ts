import type { IResolvable, ITerraformDependable, TerraformStack } from "cdktf";
import { ref } from "cdktf/lib/tfExpression";
import type { IResolveOptions } from "cdktf/lib/tokens/private/resolve";
import * as markers from "./token-markers";

// Read once, since in the published files each use of an imported name calls a getter.
const { isPlain, lookUp, MARKER, ONE_TOKEN, TOKENS } = markers;

/**
 * What CDKTF reads as the beginning or end of an expression written by the user. A token inside such an expression gets
 * no braces.
 */
const ESCAPE = /\$\{|\}/;

/** A reference to an attribute of a resource. CDKTF doesn't export its class. */
interface Reference extends IResolvable {
  readonly identifier: string;
  readonly originStack: TerraformStack | undefined;
}
const REFERENCE = ref("x").constructor;
const EXPRESSION = Object.getPrototypeOf(REFERENCE);

/** A reference in `dependsOn`, which has no braces. CDKTF doesn't export its class. */
interface Dependency extends IResolvable {
  readonly dependable: ITerraformDependable;
}

/** Resolves a string all of whose tokens are references within the stack. `undefined` for any other string. */
export function localText(text: string, options: IResolveOptions): string | undefined {
  const only = ONE_TOKEN.exec(text)?.[1];
  if (only !== undefined) return localReference(only, options);
  let resolved = "";
  let end = 0;
  for (const { 0: marker, 1: key, index } of text.matchAll(TOKENS)) {
    const reference = localReference(key as string, options);
    if (reference === undefined) return undefined;
    const before = text.slice(end, index);
    if (ESCAPE.test(before)) return undefined;
    resolved += before + reference;
    end = index + marker.length;
  }
  // An expression that begins after the last token contains no token.
  resolved += text.slice(end);
  return resolved.includes(MARKER) || !isPlain(resolved) ? undefined : resolved;
}

function localReference(key: string, options: IResolveOptions): string | undefined {
  const token = lookUp(key);
  if (isDependency(token)) {
    const only = ONE_TOKEN.exec(token.dependable.fqn)?.[1];
    return only === undefined ? undefined : localIdentifier(lookUp(only), options);
  }
  const identifier = localIdentifier(token, options);
  return identifier === undefined ? undefined : `\${${identifier}}`;
}

function localIdentifier(token: IResolvable, { scope }: IResolveOptions): string | undefined {
  if (token.constructor !== REFERENCE) return undefined;
  const { identifier, originStack } = token as Reference;
  if (originStack !== undefined && originStack !== scope) return undefined;
  return identifier.includes(MARKER) || !isPlain(identifier) ? undefined : identifier;
}

function isDependency(token: IResolvable): token is Dependency {
  return Object.getPrototypeOf(token.constructor) === EXPRESSION && Object.hasOwn(token, "dependable");
}
