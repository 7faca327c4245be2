import { address } from "./route";
import { overview, route, shownFunction } from "./store";

export function Navigation() {
  const { functions = [], changes = [] } = overview.value ?? {};
  const isChanges = route.value.view === "changes";
  const view = isChanges ? "invoke" : route.value.view;
  const count = changes.reduce((sum, stack) => sum + (stack.isFirst ? 0 : stack.changes.length), 0);
  return (
    <nav aria-label="Functions">
      <h2>Functions</h2>
      <ul>
        {functions.map(({ id, functionName }) => (
          <li key={functionName}>
            <a
              href={address({ functionName, view })}
              aria-current={
                !isChanges && shownFunction.value?.functionName === functionName ? "page" : undefined
              }
            >
              <span>{id}</span>
              {id !== functionName && <span class="quiet small">{functionName}</span>}
            </a>
          </li>
        ))}
      </ul>
      <h2>Stacks</h2>
      <ul>
        <li>
          <a href={address({ view: "changes" })} aria-current={isChanges ? "page" : undefined}>
            <span>Changes{count > 0 && <span class="count"> {count}</span>}</span>
          </a>
        </li>
      </ul>
    </nav>
  );
}
