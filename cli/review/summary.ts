import type { Action, Counts } from "./action";
import type { Risk } from "./risk";

/** What a reviewer has to know of one stack's plan. Written as JSON, it is an interface for programs. */
export interface Summary {
  readonly stack: string;
  readonly counts: Counts;
  /** `failed`: Terraform stopped with an error; `incomplete`: limited by -target, or changes are put off. */
  readonly state: "complete" | "incomplete" | "failed";
  /** Terraform would do nothing, and there is nothing to tell. */
  readonly nothing: boolean;
  /** The worst first. */
  readonly risks: readonly Risk[];
  /** The functions that change, by address. */
  readonly functions: readonly FunctionReview[];
  /** The images that are pushed and that no function of this stack runs. */
  readonly images: readonly ImageReview[];
  /** Every other change, what is destroyed first. */
  readonly rest: readonly ResourceReview[];
  readonly outputs: readonly OutputReview[];
}

export interface FunctionReview {
  readonly address: string;
  /** Its name; its address, when that is not known or sensitive. */
  readonly name: string;
  readonly action: Action;
  /** The image that is built and pushed for it. */
  readonly image?: ImageReview;
  /** The image it runs, when that changes without a push of this plan. */
  readonly imageUri?: ImageUriReview;
  readonly settings: readonly SettingReview[];
  readonly environment: EnvironmentReview;
  /** What an apply does to it, in this order. */
  readonly steps: readonly Step[];
}

/** Why an image is pushed. All from `gone` on: although no file and no option changed. */
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
  /** The files that it is made from; of a first push, all as added. */
  readonly files: Readonly<Record<"added" | "changed" | "removed", readonly string[]>>;
  readonly options: readonly OptionReview[];
  /** The files are marked as sensitive. */
  readonly hidden: boolean;
}

/** An option of the build. The values of build arguments are never told. */
export interface OptionReview {
  readonly name: string;
  readonly change: "added" | "changed" | "removed";
  readonly before?: string;
  readonly after?: string;
}

export interface ImageUriReview {
  /** `other-stack`: known when that stack is applied; `read`: its digest is read again at the apply. */
  readonly source: "given" | "other-stack" | "read";
  readonly before?: string;
  readonly after?: string;
}

/** A setting that changes; of a new function, one that is set. Without values: they are not known, sensitive, or may be secrets. */
export interface SettingReview {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}

/** Names of environment variables. Their values are never told. */
export interface EnvironmentReview {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Their names are sensitive or known only at the apply. */
  readonly hidden: boolean;
}

export type Step =
  | { readonly kind: "build-and-push" | "create" | "update" | "replace" | "destroy" | "publish" }
  | { readonly kind: "alias"; readonly alias: string; readonly from?: string; readonly to?: string };

export interface ResourceReview {
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  /** Names of the attributes that change. */
  readonly attributes: readonly string[];
  readonly previousAddress?: string;
  readonly imported: boolean;
  readonly deposed: boolean;
}

export interface OutputReview {
  readonly name: string;
  readonly action: Action;
}
