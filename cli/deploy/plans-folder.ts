/**
 * The folder of saved plans: `<stack>.tfplan` for Terraform, `<stack>.json` for programs, and the fingerprint in
 * `<stack>.fingerprint`.
 */
export const PLANS_FOLDER = ".plans";
