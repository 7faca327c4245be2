import { setTimeout as sleep } from "node:timers/promises";
import { PATIENCE } from "../process/probe";
import { usesProxy } from "./aws-client";
import { type Check, type CheckProblem, failed, ok, skipped } from "./check";

const TITLE = "Registry";

/** The result of a request to a registry. */
export type RegistryAnswer =
  | { readonly status: number }
  /** The system's or OpenSSL's code, for example `ENOTFOUND`. */
  | { readonly status: undefined; readonly code: string };

/**
 * Sends a request to a registry: `GET /v2/` (OCI Distribution Specification 1.1, "Determining Support"), or a path
 * below it.
 * @param url for example `https://<registry>/v2/`
 * @param basic a login, as `user:password` in base64
 * @param accept media types
 */
export async function askRegistry(url: string, basic?: string, accept?: string): Promise<RegistryAnswer> {
  try {
    const response = await fetch(url, {
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      headers: {
        ...(basic !== undefined && { Authorization: `Basic ${basic}` }),
        ...(accept !== undefined && { Accept: accept }),
      },
    });
    await response.body?.cancel();
    return { status: response.status };
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: unknown } };
    return { status: undefined, code: String(cause?.code ?? name) };
  }
}

/**
 * The codes of a failed connection. A certificate that Node.js doesn't trust is not among them, since docker may trust
 * it.
 */
export const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOTFOUND: "its name can't be resolved",
  EAI_AGAIN: "its name can't be resolved",
  ECONNREFUSED: "the connection is refused",
  ECONNRESET: "the connection is reset",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "there is no network",
  ETIMEDOUT: "it doesn't answer in time",
  UND_ERR_CONNECT_TIMEOUT: "it doesn't answer in time",
  TimeoutError: "it doesn't answer in time",
  UND_ERR_SOCKET: "the connection is cut",
};

/** 401 is the usual answer without a login, so the registry works. */
export function classifyRegistry(registry: string, answer: RegistryAnswer): Check {
  if (answer.status !== undefined && answer.status < 500) {
    return ok(TITLE, `${registry} answers`);
  }
  if (answer.status !== undefined) {
    return failed(TITLE, `answers ${answer.status}`, {
      code: "registry-failing",
      what: `The registry ${registry} answers with an internal error (${answer.status}).`,
      why: WHY,
      fix: "Wait and try again. If it continues, check AWS's state at https://health.aws.amazon.com. The answer may also come from a proxy or VPN on the way to AWS.",
    });
  }
  const reason = UNREACHABLE[answer.code];
  return reason === undefined
    ? ok(TITLE, `${registry} is reached (${answer.code})`)
    : failed(TITLE, reason, unreachable(registry, reason));
}

const WHY = "The image would be built, and then its push would fail.";

function unreachable(registry: string, reason: string): CheckProblem {
  return {
    code: "registry-unreachable",
    what: `The registry ${registry} can't be reached: ${reason}.`,
    why: WHY,
    fix: 'Check the network, the VPN and the firewall, and "account" and "region" in environments.ts, which determine that name. In a private network ECR needs VPC endpoints: ecr.api, ecr.dkr and s3.',
  };
}

/** Checks that the registry answers. */
export async function checkRegistry(registry: string, url = `https://${registry}/v2/`): Promise<Check> {
  let answer = await askRegistry(url);
  if (answer.status !== undefined && answer.status >= 500) {
    // A single bad answer happens now and then. Two in a row are a problem.
    await sleep(500);
    answer = await askRegistry(url);
  }
  const check = classifyRegistry(registry, answer);
  return check.status === "problem" && answer.status === undefined && usesProxy()
    ? skipped(TITLE, "this machine uses a proxy, but this check doesn't")
    : check;
}
