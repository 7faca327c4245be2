import { useEffect, useState } from "preact/hooks";
import type { FunctionFacts, PermissionsOfFunction } from "../messages";
import { ask } from "./client";
import { CodeToCopy } from "./code";
import { Denials } from "./denials";
import { callCount } from "./store";

/** What a function used, was denied, and may do without need. */
export function PermissionsView({ fn }: { readonly fn: FunctionFacts }) {
  const { functionName, modified } = fn;
  const [permissions, setPermissions] = useState<PermissionsOfFunction | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const calls = callCount.value;
  useEffect(() => {
    ask<PermissionsOfFunction>(`/api/permissions?function=${encodeURIComponent(functionName)}`).then(
      (found) => {
        setPermissions(found);
        setProblem(undefined);
      },
      (error: Error) => setProblem(error.message),
    );
    // Another deploy begins anew.
  }, [functionName, calls, modified]);
  return (
    <section aria-labelledby="permissions">
      <h2 id="permissions">Permissions since the last deploy</h2>
      {problem !== undefined && (
        <p role="alert" class="problem">
          {problem}
        </p>
      )}
      {permissions === undefined ? <p class="quiet">Reading …</p> : <Parts permissions={permissions} />}
    </section>
  );
}

function Parts({ permissions }: { readonly permissions: PermissionsOfFunction }) {
  const { role, sharedWith, denials, used, unneeded, byLambda, smallestText } = permissions;
  const unused = unneeded.filter(({ kind }) => kind === "unused");
  const wide = unneeded.filter(({ kind }) => kind === "wide");
  return (
    <>
      <p>
        It runs as the role <code>{role}</code>
        {sharedWith.length > 0 && <>, as do {sharedWith.join(", ")}</>}.
      </p>
      <h3>Denied</h3>
      {denials.length === 0 ? <p class="quiet">Nothing.</p> : <Denials denials={denials} />}
      <h3>Used</h3>
      <Uses uses={used} none="It called nothing yet. Invoke it in all the ways that matter." />
      {unused.length > 0 && (
        <>
          <h3>Granted and never used</h3>
          <Uses uses={unused.flatMap(usesOf)} none="" />
        </>
      )}
      {wide.length > 0 && (
        <>
          <h3>Granted more widely than used</h3>
          <Uses uses={wide.flatMap(usesOf)} none="" />
        </>
      )}
      {byLambda.length > 0 && (
        <>
          <h3>Used by Lambda itself</h3>
          <Uses uses={byLambda} none="" />
        </>
      )}
      {smallestText.length > 0 && (
        <>
          <h3>The smallest policy for what was used</h3>
          <CodeToCopy text={smallestText.join("\n")} label="the smallest policy" />
        </>
      )}
    </>
  );
}

interface Use {
  readonly action: string;
  readonly resource: string;
}

function usesOf({
  actions,
  resources,
}: {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}) {
  return actions.map((action) => ({ action, resource: resources.join(", ") }));
}

function Uses({ uses, none }: { readonly uses: readonly Use[]; readonly none: string }) {
  if (uses.length === 0) return <p class="quiet">{none}</p>;
  return (
    <ul class="uses">
      {uses.map(({ action, resource }) => (
        <li key={`${action} ${resource}`}>
          <code>{action}</code> <span class="quiet">on</span> <code>{resource}</code>
        </li>
      ))}
    </ul>
  );
}
