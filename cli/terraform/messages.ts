import type { Diagnostic } from "./diagnostic";

/**
 * A change of a resource. The action is one of Terraform's words, such as `create`, `replace` or `remove` (from the
 * state only).
 */
export interface ResourceAction {
  readonly address: string;
  readonly action: string;
}

/** A resource that Terraform begins to change. */
export interface ApplyStart extends ResourceAction {
  /** The provider's id of an existing resource. */
  readonly id?: string;
}

/** The output of one run of Terraform. */
export interface TerraformOutput {
  /** The planned or applied changes. */
  readonly changes: readonly ResourceAction[];
  /** The drift: `update` or `delete`. */
  readonly drift: readonly ResourceAction[];
  readonly counts: { readonly add: number; readonly change: number; readonly destroy: number };
  /** How many resources are imported, including those that also change. */
  readonly imported: number;
  /** Whether the value of an output changes. */
  readonly outputsChange: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether it ended with an error before it read any resource, for example in a folder that isn't initialized. */
  readonly endedAtOnce: boolean;
  /** Lines that are not messages, for example the text of a run in HCP Terraform. */
  readonly otherText: string;
}

export interface MessageListener {
  /** Called when an apply without a saved plan has planned, with the output so far. */
  onPlanned?(output: TerraformOutput): void;
  onApplyStart?(start: ApplyStart): void;
  /** Called when a resource is begun or done, with what Terraform works on: `creating aws_lambda_function.python`. */
  onProgress?(what: string): void;
  /** Called when Terraform waits for the lock of the state. */
  onWaitForLock?(): void;
}

/**
 * A line that Terraform 1.11 or OpenTofu prints with `-json` ("Machine-Readable UI", version 1.2); only the used part.
 */
interface Message {
  readonly type: string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
  readonly hook?: {
    readonly resource: { readonly addr: string };
    readonly action: string;
    readonly id_value?: string;
  };
  readonly changes?: {
    readonly operation?: string;
    readonly add: number;
    readonly change: number;
    readonly remove: number;
    readonly import?: number;
  };
  readonly outputs?: Readonly<Record<string, { readonly action?: string }>>;
  readonly diagnostic?: Diagnostic;
}

/** Types of messages that a run prints before it reads any resource. */
const PREAMBLE = new Set(["version", "diagnostic", "log", "state_lock_acquire", "state_lock_release"]);

/** Types of messages that belong to a plan, and are printed after its summary. */
const OF_A_PLAN = new Set(["outputs", "diagnostic"]);

/** Reads Terraform's machine-readable output while it is printed. */
export class MessageReader {
  private changes: ResourceAction[] = [];
  private readonly drift: ResourceAction[] = [];
  private counts = { add: 0, change: 0, destroy: 0 };
  private imported = 0;
  private outputsChange = false;
  private readonly diagnostics: Diagnostic[] = [];
  private endedAtOnce = true;
  private otherText = "";
  private rest = "";
  /** Whether the summary of a plan was read. The rest of the plan comes after it. */
  private isPlanned = false;
  /** The resources that Terraform works on. */
  private readonly begun = new Map<string, string>();

  constructor(private readonly listener: MessageListener = {}) {}

  /** @param text the next piece of the output, cut at any place */
  read(text: string): void {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() as string;
    lines.forEach((line) => {
      this.line(line);
    });
  }

  end(): TerraformOutput {
    if (this.rest !== "") {
      this.line(this.rest);
      this.rest = "";
    }
    this.reportPlanned();
    return this.output();
  }

  private output(): TerraformOutput {
    const { changes, drift, counts, imported, outputsChange, diagnostics, endedAtOnce, otherText } = this;
    return {
      changes,
      drift,
      counts,
      imported,
      outputsChange,
      diagnostics,
      endedAtOnce: endedAtOnce && diagnostics.some(({ severity }) => severity === "error"),
      otherText,
    };
  }

  private line(line: string): void {
    const message = parse(line);
    if (message === undefined) {
      this.otherText += `${line}\n`;
      return;
    }
    this.endedAtOnce &&= PREAMBLE.has(message.type);
    if (!OF_A_PLAN.has(message.type)) {
      this.reportPlanned();
    }
    this.take(message);
  }

  private reportPlanned(): void {
    // A plan that failed is summarized too, as far as it came.
    if (this.isPlanned && !this.diagnostics.some(({ severity }) => severity === "error")) {
      this.isPlanned = false;
      this.listener.onPlanned?.(this.output());
    }
  }

  private begin(address: string, action: string): void {
    this.begun.set(address, `${ACTIVITIES[action] ?? action} ${address}`);
    this.reportProgress();
  }

  private finish(address: string): void {
    this.begun.delete(address);
    this.reportProgress();
  }

  private reportProgress(): void {
    const [first, ...others] = this.begun.values();
    if (first !== undefined) {
      this.listener.onProgress?.(others.length > 0 ? `${first}, and ${others.length} more` : first);
    }
  }

  private take({ type, change, hook, changes, outputs, diagnostic }: Message): void {
    switch (type) {
      case "planned_change":
        if (change) this.changes.push({ address: change.resource.addr, action: change.action });
        break;
      case "resource_drift":
        if (change) this.drift.push({ address: change.resource.addr, action: change.action });
        break;
      case "change_summary":
        if (changes) {
          this.counts = { add: changes.add, change: changes.change, destroy: changes.remove };
          this.imported = changes.import ?? 0;
          this.isPlanned = changes.operation === "plan";
        }
        break;
      case "outputs":
        this.outputsChange ||= Object.values(outputs ?? {}).some(
          ({ action }) => action !== undefined && action !== "noop",
        );
        break;
      case "diagnostic":
        if (diagnostic) this.diagnostics.push(diagnostic);
        break;
      case "refresh_start":
        if (hook) this.begin(hook.resource.addr, "read");
        break;
      case "refresh_complete":
      case "apply_complete":
      case "apply_errored":
        if (hook) this.finish(hook.resource.addr);
        break;
      case "apply_start":
        if (hook) {
          this.begin(hook.resource.addr, hook.action);
          this.listener.onApplyStart?.({
            address: hook.resource.addr,
            action: hook.action,
            ...(hook.id_value !== undefined && { id: hook.id_value }),
          });
        }
        break;
      case "state_lock_acquire":
        this.listener.onWaitForLock?.();
        break;
    }
  }
}

const ACTIVITIES: Readonly<Record<string, string>> = {
  create: "creating",
  update: "updating",
  delete: "destroying",
  read: "reading",
};

/** @returns undefined for a line that is not a message */
function parse(line: string): Message | undefined {
  if (!line.startsWith("{")) {
    return undefined;
  }
  try {
    const value = JSON.parse(line);
    return typeof value?.type === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
