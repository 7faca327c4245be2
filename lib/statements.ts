import type { Construct } from "constructs";
import type { PolicyStatement } from "./policy-statement";
import { resolved } from "./resolved";

/** Statements of a policy, each once. Two grants may need the same, for example for two queues with one key. */
export class Statements {
  readonly all: PolicyStatement[];
  /** The statements as they are in the stack's JSON. Made with the first addition, which few policies have. */
  private texts: Set<string> | undefined;

  constructor(
    private readonly scope: Construct,
    statements: readonly PolicyStatement[],
  ) {
    this.all = [...statements];
  }

  /** @returns whether it was added, and not there already */
  add(statement: PolicyStatement): boolean {
    this.texts ??= new Set(this.all.map((present) => this.textOf(present)));
    const text = this.textOf(statement);
    if (this.texts.has(text)) return false;
    this.texts.add(text);
    this.all.push(statement);
    return true;
  }

  private textOf(statement: PolicyStatement): string {
    return JSON.stringify(resolved(this.scope, statement));
  }
}
