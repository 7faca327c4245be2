import { setTimeout as sleep } from "node:timers/promises";
import { PATIENCE } from "../process/probe";
import { usesProxy } from "./aws-client";
import { type Check, type CheckProblem, failed, ok, skipped } from "./check";

const TITLE = "Registry";

/** What came of asking a registry for its API. */
export type RegistryAnswer =
  | { readonly status: number }
  /** The system's or OpenSSL's code, for example `ENOTFOUND`. */
  | { readonly status: undefined; readonly code: string };

/**
 * Asks a registry for its API, `GET /v2/` (OCI Distribution Specification 1.1, "Determining Support"), or for anything below it.
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

/** Codes of a connection that didn't come about; a certificate that node doesn't know, and docker may, is no such thing. */
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

/** 401 is the usual answer without a login: the registry is there. */
export function classifyRegistry(registry: string, answer: RegistryAnswer): Check {
  if (answer.status !== undefined && answer.status < 500) {
    return ok(TITLE, `${registry} answers`);
  }
  if (answer.status !== undefined) {
    return failed(TITLE, `answers ${answer.status}`, {
      code: "registry-failing",
      what: `The registry ${registry} answers with an error of its own (${answer.status}).`,
      why: WHY,
      fix: "Wait and try again. If it stays: AWS's state is at https://health.aws.amazon.com, and a proxy or VPN between here and AWS may be the one that answers.",
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
    fix: 'Check the network, the VPN and the firewall, and "account" and "region" in environments.ts, which make up that name. In a private network ECR needs VPC endpoints: ecr.api, ecr.dkr and s3.',
  };
}

/** Does the registry answer? */
export async function checkRegistry(registry: string, url = `https://${registry}/v2/`): Promise<Check> {
  let answer = await askRegistry(url);
  if (answer.status !== undefined && answer.status >= 500) {
    // One bad answer among many good ones happens; two in a row are a state.
    await sleep(500);
    answer = await askRegistry(url);
  }
  const check = classifyRegistry(registry, answer);
  return check.status === "problem" && answer.status === undefined && usesProxy()
    ? skipped(TITLE, "this machine uses a proxy, which this check doesn't ask")
    : check;
}
