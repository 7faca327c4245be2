import { useEffect, useState } from "preact/hooks";
import type { PlanReview, ResourceChange, StackChanges } from "../messages";
import { Blocks } from "./blocks";
import { ask } from "./client";
import { overview } from "./store";
import { DeployButton } from "./task-buttons";
import { since } from "./time";

/** What the next deploy would change, and what the last one changed. */
export function ChangesView() {
  const { changes = [], watches = false, planned, task } = overview.value ?? {};
  return (
    <>
      <h1>Changes</h1>
      {!watches && (
        <section aria-labelledby="next">
          <h2 id="next">What the next deploy would change</h2>
          {planned === undefined ? (
            <p class="quiet">
              {task?.name === "plan" && task.state === "running"
                ? "Terraform is planning …"
                : "Press Plan at the top: nothing is deployed by it."}
            </p>
          ) : (
            <Review planned={planned} />
          )}
        </section>
      )}
      <section aria-labelledby="last">
        <h2 id="last">What the last deploy changed</h2>
        {changes.length === 0 && <p class="quiet">Nothing is deployed.</p>}
        {changes.map((stack) => (
          <Stack key={stack.stack} of={stack} />
        ))}
      </section>
    </>
  );
}

function Stack({ of: { stack, time, isFirst, changes } }: { readonly of: StackChanges }) {
  const list = (
    <ul class="changes">
      {changes.map((change) => (
        <Change key={change.address} change={change} />
      ))}
    </ul>
  );
  return (
    <>
      <h3>
        {stack} <span class="quiet small">{since(time)}</span>
      </h3>
      {isFirst ? (
        <details>
          <summary>The first deploy: {changes.length} resources</summary>
          {list}
        </details>
      ) : changes.length === 0 ? (
        <p class="quiet">Nothing.</p>
      ) : (
        list
      )}
    </>
  );
}

function Change({ change: { address, action, details } }: { readonly change: ResourceChange }) {
  return (
    <li>
      <span class={`action ${action}`}>{action}</span> <code>{address}</code>
      {details.length > 0 && (
        <ul>
          {details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Review({ planned }: { readonly planned: string }) {
  const [review, setReview] = useState<PlanReview | undefined>(undefined);
  useEffect(() => {
    void ask<{ readonly review?: PlanReview }>("/api/review").then((answer) => setReview(answer.review));
  }, [planned]);
  const last =
    overview.value?.changes
      .map(({ time }) => time)
      .sort()
      .at(-1) ?? "";
  if (review === undefined) return null;
  return (
    <>
      <p class="quiet small">
        Planned {since(review.time)}
        {last > review.time && ", before the last deploy"}
      </p>
      <Blocks blocks={review.blocks} />
      <DeployButton />
    </>
  );
}
