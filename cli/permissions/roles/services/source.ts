/**
 * The calls were seen: create, plan, change and destroy with hashicorp/aws 5.100.0 and TF_LOG=debug (2026-11-28). Their
 * actions and ARNs are those of AWS's Service Authorization Reference, which a test compares with all tables. Calls for
 * arguments that the run did not set, and what AWS checks beside a call, are from documents.
 */
export const SEEN = "hashicorp/aws 5.100.0, TF_LOG=debug on the local AWS (2026-11-28)";

/** Calls that the local AWS doesn't show, from the source of hashicorp/aws 5.100.0 and the Service Authorization Reference. */
export const READ = "hashicorp/aws 5.100.0, source; Service Authorization Reference (read 2026-11-28)";

/** As READ, but of another version, between 4 and 6: the same calls are expected of 5.100.0. */
export const READ_OTHER =
  "hashicorp/aws, source of a version between 4 and 6; Service Authorization Reference (read 2026-11-28)";

/** Only actions and ARNs were compared with AWS's reference: which calls the provider makes, nobody has looked up. */
export const UNCHECKED =
  "Service Authorization Reference (read 2026-11-28); the calls of hashicorp/aws have not been checked";
