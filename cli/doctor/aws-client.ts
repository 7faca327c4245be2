import { PATIENCE } from "../process/probe";
import type { AwsFailure } from "./aws-problem";

/** Settings of an AWS client that doesn't retry. */
export function clientSettings(region: string, environment: NodeJS.ProcessEnv = process.env) {
  // Otherwise the client prints a notice about Node.js 20 in the middle of a table.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
  return {
    region,
    maxAttempts: 1,
    // Terraform prefers keys in the environment to AWS_PROFILE, this client prefers AWS_PROFILE.
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

/** Sends a request to AWS, with a short timeout. */
export async function ask<T>(send: (abortSignal: AbortSignal) => Promise<T>): Promise<T | AwsFailure> {
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    // The signal doesn't stop the search for credentials (a helper program, the metadata service).
    return await Promise.race([send(signal), aborted(signal)]);
  } catch (error) {
    const { name, message, code } = error as Error & { code?: unknown };
    // The client wraps some errors, without their code.
    const systemCode = typeof code === "string" ? code : /\bE[A-Z_]{4,}\b/.exec(message)?.[0];
    return { name, message, ...(systemCode !== undefined && { code: systemCode }) };
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

/**
 * Whether requests of this machine go through a proxy. Node.js's own requests don't, so their failure proves nothing.
 */
export function usesProxy(environment: NodeJS.ProcessEnv = process.env): boolean {
  const { HTTPS_PROXY, https_proxy, ALL_PROXY, all_proxy } = environment;
  return Boolean(HTTPS_PROXY || https_proxy || ALL_PROXY || all_proxy);
}
