/** Options for npm: it prints only errors. Without `--loglevel`, it wouldn't print even those under `npm run --silent`. */
export const ERRORS_ONLY = ["--no-audit", "--no-fund", "--loglevel=error"] as const;
