import type { Denial } from "../messages";
import { CodeToCopy } from "./code";

/** What a function was denied, each with where it asks for it, and what allows it. */
export function Denials({ denials }: { readonly denials: readonly Denial[] }) {
  return (
    <>
      {denials.map((denial) => (
        <OneDenial key={`${denial.action} ${denial.resource}`} denial={denial} />
      ))}
    </>
  );
}

function OneDenial({ denial }: { readonly denial: Denial }) {
  const { action, resource, enforced, line, forbiddenFor, statement, method } = denial;
  return (
    <div class="note bad">
      <p>
        <strong>{enforced ? "Denied" : "Would be denied in AWS"}:</strong> <code>{action}</code> on{" "}
        <code>{resource}</code>
      </p>
      {line !== undefined && (
        <p>
          Asked for in <code>{line}</code>
        </p>
      )}
      {forbiddenFor !== undefined && (
        <p>
          A statement with the effect Deny forbids it, in a policy of its role <code>{forbiddenFor}</code> or
          of the resource.
        </p>
      )}
      {statement !== undefined && (
        <>
          <p>To allow just that, add this to the function's initialPolicy:</p>
          <CodeToCopy text={`${statement},`} label="the statement" />
        </>
      )}
      {method !== undefined && (
        <>
          <p>Or grant what is usually needed with it:</p>
          <CodeToCopy text={`${method};`} label="the grant" />
        </>
      )}
    </div>
  );
}
