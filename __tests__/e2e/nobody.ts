/** Runs a command as an unprivileged user that every Linux has. Only root may. */
export const AS_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] as const;
