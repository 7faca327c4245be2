import { asRecord } from "../attribute";
import { isPush } from "../images";
import { isPushCommand } from "../push-command";
import type { Risk } from "../risk";
import type { Resource, Stack } from "../stack";
import { listOf, type Text, text } from "../text";

/**
 * Code that runs on the machine that deploys, with the permissions of the user: provisioners, programs of data sources,
 * providers, modules. Terraform's own plan shows none of it. Only names are shown, since the texts can contain secrets.
 * A plan doesn't contain its former configuration. So code counts as new if no resource of it exists yet.
 */
export function deployerRisks(stack: Stack): Risk[] {
  const isAnything =
    stack.plan.resource_changes.some(({ change }) => change.actions.some((action) => action !== "no-op")) ||
    stack.plan.action_invocations.length > 0;
  return isAnything
    ? [
        ...commandRisks(stack),
        ...actionRisks(stack),
        ...programRisks(stack),
        ...providerRisks(stack),
        ...moduleRisks(stack),
      ]
    : [];
}

/** Provisioners run when their resource is created or destroyed. */
function commandRisks(stack: Stack): Risk[] {
  return stack.resources.flatMap((resource): Risk[] => {
    const { action, address, configured, deposed } = resource;
    const runs = action === "create" || action === "replace" || action === "delete";
    const unusual = (configured?.provisioners ?? []).filter(
      (one) => !isPush(resource) || !isPushCommand(one),
    );
    if (!runs || unusual.length === 0 || deposed !== undefined) {
      return [];
    }
    const types = [...new Set(unusual.map(({ type }) => type))];
    const what: Text = isPush(resource)
      ? ["It is not the build and push command of the docker CLI builder."]
      : text`${listOf(types)}, ${[WHEN[action]]}.`;
    return [{ code: "command-run", severity: "medium", address, what }];
  });
}

const WHEN = {
  create: "when it is created",
  replace: "when it is replaced",
  delete: "when it is destroyed",
} as const;

/** Actions in Terraform's sense (1.14): operations of a provider besides its resources. */
function actionRisks({ plan }: Stack): Risk[] {
  return plan.action_invocations.map(
    ({ address, lifecycle_action_trigger: trigger }): Risk => ({
      code: "action-invoked",
      severity: "medium",
      address,
      what: trigger?.triggering_resource_address
        ? text`For ${trigger.triggering_resource_address}.`
        : text`It was requested.`,
    }),
  );
}

function programRisks(stack: Stack): Risk[] {
  return [...stack.configured.keys()]
    .filter((address) => /(?:^|\.)data\.external\./.test(address))
    .map(
      (address): Risk => ({
        code: "external-program",
        severity: "medium",
        address,
        what: text`It runs at every plan and every apply.`,
      }),
    );
}

/** The known sources of a provider, without the registry, since Terraform and OpenTofu have different ones. */
const KNOWN: Readonly<Record<string, ReadonlySet<string>>> = {
  "builtin/terraform": new Set(),
  "hashicorp/aws": new Set(["region", "allowed_account_ids", "default_tags"]),
  "kreuzwerker/docker": new Set(["disable_docker_daemon_check", "registry_auth"]),
};

function providerRisks(stack: Stack): Risk[] {
  const providers = asRecord(asRecord(stack.plan.configuration)?.provider_config) ?? {};
  return Object.values(providers).flatMap((provider): Risk[] => {
    const { full_name: address, name, alias, expressions, module_address: module } = asRecord(provider) ?? {};
    if (typeof address !== "string") {
      return [];
    }
    const source = /^(?:registry\.terraform\.io|registry\.opentofu\.org|terraform\.io)\/(.*)$/.exec(
      address,
    )?.[1];
    const known = source === undefined ? undefined : KNOWN[source];
    const called = [module, name, alias].filter((part) => typeof part === "string").join(".");
    const own = stack.resources.filter((resource) => resource.provider_name === address);
    const settings = Object.keys(asRecord(expressions) ?? {}).filter((setting) => !known?.has(setting));
    return [
      ...(known === undefined && isNew(own)
        ? [{ code: "provider-new", severity: "medium", what: text`${address}.` } as const]
        : []),
      ...(settings.length > 0 && !isLocal(expressions)
        ? [
            {
              code: "provider-settings",
              severity: "note",
              what: text`${called} sets ${listOf(settings, 20)}.`,
            } as const,
          ]
        : []),
    ];
  });
}

/** Whether this plan creates all of these resources. */
function isNew(resources: readonly Resource[]): boolean {
  return resources.length > 0 && resources.every(({ action }) => action === "create");
}

/** Whether a provider connects only to this machine, for the local AWS. */
function isLocal(expressions: unknown): boolean {
  const endpoints = asRecord(expressions)?.endpoints;
  const all = Array.isArray(endpoints)
    ? endpoints.flatMap((block) => Object.values(asRecord(block) ?? {}))
    : [];
  return (
    all.length > 0 &&
    all.every((endpoint) =>
      /^http:\/\/localhost:(\d+|\$\{var\.\w+\})$/.test(String(asRecord(endpoint)?.constant_value)),
    )
  );
}

function moduleRisks(stack: Stack): Risk[] {
  const calls = asRecord(asRecord(asRecord(stack.plan.configuration)?.root_module)?.module_calls) ?? {};
  return Object.entries(calls).flatMap(([name, call]): Risk[] => {
    const source = asRecord(call)?.source;
    const address = `module.${name}`;
    const own = stack.resources.filter(
      ({ module_address: module = "" }) =>
        module === address || (/^[.[]/.test(module.slice(address.length)) && module.startsWith(address)),
    );
    // CDKTF copies the project's modules to `assets/`.
    return typeof source === "string" && !/^\.{1,2}\//.test(source) && isNew(own)
      ? [{ code: "module-new", severity: "medium", address, what: sourceText(source) }]
      : [];
  });
}

/** Only the name of a module in a registry is shown, since another address can contain a password. */
function sourceText(source: string): Text {
  return /^(?:[\w.-]+\/){2,3}[\w-]+$/.test(source) ? text`From ${source}.` : ["Not from a registry."];
}
