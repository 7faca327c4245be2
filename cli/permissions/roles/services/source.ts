/**
 * The calls were seen: create, plan, change and destroy with hashicorp/aws 5.100.0 and TF_LOG=debug (2026-11-28). Their
 * actions and ARNs are those of AWS's Service Authorization Reference, which a test compares with all tables.
 */
export const SEEN = "hashicorp/aws 5.100.0, TF_LOG=debug on the local AWS (2026-11-28)";

/** Calls that the local AWS doesn't show, from the source of hashicorp/aws 5.100.0 and the Service Authorization Reference. */
export const READ = "hashicorp/aws 5.100.0, source; Service Authorization Reference (read 2026-11-28)";

/** As READ, but of a neighbouring version: nearly the same calls are expected of 5.100.0. */
export const READ_NEAR =
  "hashicorp/aws, source of a version near 5.100.0; Service Authorization Reference (read 2026-11-28)";

/** Only actions and ARNs were compared with AWS's reference: which calls the provider makes, nobody has looked up. */
export const UNCHECKED =
  "Service Authorization Reference (read 2026-11-28); the calls of hashicorp/aws have not been checked";
