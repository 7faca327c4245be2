import type { Denial } from "../../permissions/denials";
import type { FunctionPermissions } from "../../permissions/permissions-text";
import type { Block } from "../../review/page/blocks";

export type { Block, Denial };

/** What the server sends to the page. Only types: both sides import them. */

/** The state of the local AWS, and of what is deployed to it. */
export interface Overview {
  /** The folder of the app. */
  readonly project: string;
  readonly emulator: { readonly state: "running" | "silent" | "stopped"; readonly port: number };
  /** Whether calls that no policy allows are denied. */
  readonly enforced: boolean;
  /** Whether each save is deployed (`--watch`). Then the page has no buttons for it. */
  readonly watches: boolean;
  /** The last plan or deploy since the command was started. */
  readonly task?: TaskState;
  readonly functions: readonly FunctionFacts[];
  readonly changes: readonly StackChanges[];
  /** When the plan that the page can show was made. */
  readonly planned?: string;
}

export interface TaskState {
  readonly name: TaskName;
  readonly state: "running" | "done" | "failed";
  /** ISO 8601. */
  readonly started: string;
  readonly ended?: string;
  /** The error, as the terminal shows it. */
  readonly error?: string;
}

export type TaskName = "deploy" | "plan";

/** A deployed function. */
export interface FunctionFacts {
  readonly id: string;
  readonly functionName: string;
  readonly region: string;
  readonly stack: string;
  readonly description?: string;
  readonly memorySize: number;
  readonly timeout: number;
  readonly architecture: string;
  /** The image, without its digest. */
  readonly image?: string;
  /** `sha256:…` */
  readonly digest?: string;
  readonly role: string;
  readonly logGroup: string;
  /** The names of its environment variables. Their values may be secret. */
  readonly environment: readonly string[];
  readonly modified: string;
  readonly urls: readonly FunctionAddress[];
}

/** An address that invokes a function. */
export interface FunctionAddress {
  readonly kind: "Function URL" | "HTTP API" | "REST API";
  readonly url: string;
}

/** What the last deploy changed in a stack. */
export interface StackChanges {
  readonly stack: string;
  /** When it was. */
  readonly time: string;
  /** Whether there was nothing before. */
  readonly isFirst: boolean;
  readonly changes: readonly ResourceChange[];
}

export interface ResourceChange {
  readonly address: string;
  readonly action: "created" | "changed" | "removed";
  /** What changed: names of arguments, or of an image's files. Values only where they can't be secret. */
  readonly details: readonly string[];
}

/** The log of one invocation. */
export interface InvocationLog {
  /** The log stream: the local AWS makes one for each invocation. */
  readonly stream: string;
  readonly requestId?: string;
  /** When its log was written: at its end. */
  readonly time: string;
  readonly duration?: string;
  readonly lines: readonly LogLine[];
}

export interface LogLine {
  readonly text: string;
  /** Whether Lambda wrote it, not the function. */
  readonly isPlatform: boolean;
}

export interface EventChoices {
  readonly saved: readonly EventChoice[];
  readonly generated: readonly EventChoice[];
}

export interface EventChoice {
  readonly id: string;
  readonly title: string;
  /** JSON. */
  readonly text: string;
  /** Whether the stack has a resource that sends such events. */
  readonly isSuggested?: boolean;
}

/** The answer of a function. */
export interface Answer {
  readonly payload: string;
  /** Why it failed. @default - it succeeded */
  readonly failure?: Failure;
  readonly requestId?: string;
  readonly seconds: number;
  readonly log: readonly LogLine[];
  readonly denials: readonly Denial[];
}

export interface Failure {
  /** The type of the error, for example `KeyError`. */
  readonly type: string;
  readonly message: string;
  /** The line of the function's code that failed, with the lines around it. */
  readonly source?: SourceExcerpt;
}

export interface SourceExcerpt {
  /** `lambdas/python/app.py` */
  readonly file: string;
  readonly line: number;
  readonly lines: readonly { readonly number: number; readonly text: string }[];
}

/** The permissions of a function since its last deploy. */
export interface PermissionsOfFunction extends FunctionPermissions {
  readonly denials: readonly Denial[];
  /** The smallest policy, as TypeScript for `initialPolicy`. */
  readonly smallestText: readonly string[];
}

export interface PlanReview {
  readonly time: string;
  readonly blocks: readonly Block[];
}

/** One line of the stream `/api/stream`. */
export type StreamMessage =
  | { readonly type: "overview"; readonly overview: Overview }
  /** All known invocations of a function, or those that are new. */
  | { readonly type: "log"; readonly functionName: string; readonly invocations: readonly InvocationLog[] }
  /** A function called AWS: its permissions may look different now. */
  | { readonly type: "calls" };
