/**
 * `cdktf-lambda-images/synth`: what makes a synth faster, for apps that ask for it. It writes the same bytes as without.
 *
 * ```ts
 * import { cacheHashes, fastSynth } from "cdktf-lambda-images/synth";
 *
 * fastSynth();
 * cacheHashes(".local/hashes");
 * const app = new App();
 * ```
 *
 * The check cache needs no import: it is an option of `ProblemReport.configure`.
 */
export { cacheHashes } from "./cache-hashes";
export { fastSynth } from "./fast-synth";
