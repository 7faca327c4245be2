import type { FunctionFacts } from "../messages";
import { Facts } from "./facts";
import { InvokeView } from "./invoke-view";
import { LogView } from "./log-view";
import { PermissionsView } from "./permissions-view";
import { address, FUNCTION_VIEWS } from "./route";
import { route } from "./store";

export function FunctionView({ fn }: { readonly fn: FunctionFacts }) {
  const { view } = route.value;
  const { functionName, id, description } = fn;
  return (
    <>
      <h1>{id}</h1>
      {description !== undefined && <p class="lead">{description}</p>}
      <Facts fn={fn} />
      <nav class="views" aria-label={`Views of ${id}`}>
        <ul>
          {FUNCTION_VIEWS.map(([name, title]) => (
            <li key={name}>
              <a
                href={address({ functionName, view: name })}
                aria-current={view === name ? "page" : undefined}
              >
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {/* A key: another function has another event, and other permissions. */}
      {view === "log" ? (
        <LogView key={functionName} fn={fn} />
      ) : view === "permissions" ? (
        <PermissionsView key={functionName} fn={fn} />
      ) : (
        <InvokeView key={functionName} fn={fn} />
      )}
    </>
  );
}
