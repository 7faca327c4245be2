import type { Action, Counts } from "./action";
import type { Risk } from "./risk";

/** The summary of one stack's plan for a reviewer. Its JSON is an interface for programs. */
export interface Summary {
  readonly stack: string;
  readonly counts: Counts;
  /** `failed`: Terraform stopped with an error; `incomplete`: limited by -target, or changes are deferred. */
  readonly state: "complete" | "incomplete" | "failed";
  /** Whether Terraform would do nothing, and there is nothing to report. */
  readonly nothing: boolean;
  /** The most severe first. */
  readonly risks: readonly Risk[];
  /** The functions that change, by address. */
  readonly functions: readonly FunctionReview[];
  /** The pushed images that no function of this stack runs. */
  readonly images: readonly ImageReview[];
  /** All other changes, destructive ones first. */
  readonly rest: readonly ResourceReview[];
  readonly outputs: readonly OutputReview[];
}

export interface FunctionReview {
  readonly address: string;
  /** Its name, or its address if the name is unknown or sensitive. */
  readonly name: string;
  readonly action: Action;
  /** The image that is built and pushed for it. */
  readonly image?: ImageReview;
  /** The image it runs, if it changes without a push in this plan. */
  readonly imageUri?: ImageUriReview;
  readonly settings: readonly SettingReview[];
  readonly environment: EnvironmentReview;
  /** The steps of an apply, in order. */
  readonly steps: readonly Step[];
}

/** Why an image is pushed. For all values from `gone` on, no file and no option changed. */
export type PushReason =
  | "first"
  | "files"
  | "options"
  | "unknown"
  | "gone"
  | "new-resource"
  | "repository"
  | "build-settings"
  | "requested"
  | "tainted";

export interface ImageReview {
  readonly address: string;
  /** Why it is built and pushed. */
  readonly pushed: PushReason;
  /** The changed files. At a first push, all files count as added. */
  readonly files: Readonly<Record<"added" | "changed" | "removed", readonly string[]>>;
  readonly options: readonly OptionReview[];
  /** The files are marked as sensitive. */
  readonly hidden: boolean;
}

/** An option of the build. The values of build arguments are never included. */
export interface OptionReview {
  readonly name: string;
  readonly change: "added" | "changed" | "removed";
  readonly before?: string;
  readonly after?: string;
}

export interface ImageUriReview {
  /** `other-stack`: known when that stack is applied. `read`: its digest is read again at the apply. */
  readonly source: "given" | "other-stack" | "read";
  readonly before?: string;
  readonly after?: string;
}

/**
 * A changed setting, or a setting of a new function. Without values if they are unknown, sensitive, or may be secrets.
 */
export interface SettingReview {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}

/** The names of environment variables. Their values are never included. */
export interface EnvironmentReview {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** The names are sensitive or known only after the apply. */
  readonly hidden: boolean;
}

export type Step =
  | { readonly kind: "build-and-push" | "create" | "update" | "replace" | "destroy" | "publish" }
  | { readonly kind: "alias"; readonly alias: string; readonly from?: string; readonly to?: string };

export interface ResourceReview {
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  /** The names of the attributes that change. */
  readonly attributes: readonly string[];
  readonly previousAddress?: string;
  readonly imported: boolean;
  readonly deposed: boolean;
}

export interface OutputReview {
  readonly name: string;
  readonly action: Action;
}
