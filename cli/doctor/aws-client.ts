import { PATIENCE } from "../process/probe";
import type { AwsFailure } from "./aws-problem";

/** Settings of a client of AWS that asks once and doesn't wait long. */
export function clientSettings(region: string, environment: NodeJS.ProcessEnv = process.env) {
  // Otherwise a notice about node 20 is printed in the middle of a table.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
  return {
    region,
    maxAttempts: 1,
    // Terraform takes keys in the environment before AWS_PROFILE, this client only after it.
    ...(AWS_ACCESS_KEY_ID &&
      AWS_SECRET_ACCESS_KEY && {
        credentials: {
          accessKeyId: AWS_ACCESS_KEY_ID,
          secretAccessKey: AWS_SECRET_ACCESS_KEY,
          ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
        },
      }),
  };
}

/** Asks AWS and waits for the answer, but not long. */
export async function ask<T>(send: (abortSignal: AbortSignal) => Promise<T>): Promise<T | AwsFailure> {
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    // Looking for credentials (a helper program, the metadata service) isn't stopped by the signal.
    return await Promise.race([send(signal), aborted(signal)]);
  } catch (error) {
    const { name, message, code } = error as Error & { code?: unknown };
    // An error that the client doesn't take for one comes wrapped, without its code.
    const systemCode = typeof code === "string" ? code : /\bE[A-Z_]{4,}\b/.exec(message)?.[0];
    return { name, message, ...(systemCode !== undefined && { code: systemCode }) };
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

/** Whether requests of this machine go through a proxy; node's own don't, so a failed one says nothing. */
export function usesProxy(environment: NodeJS.ProcessEnv = process.env): boolean {
  const { HTTPS_PROXY, https_proxy, ALL_PROXY, all_proxy } = environment;
  return Boolean(HTTPS_PROXY || https_proxy || ALL_PROXY || all_proxy);
}
