/**
 * What makes a synth faster, for apps that ask for it. A synth writes the same bytes with it and without.
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
 *
 * @module cdktf-lambda-images/synth
 */
export { cacheHashes } from "./cache-hashes";
export { fastSynth } from "./fast-synth";
