import type { RefObject } from "preact";
import type { Answer, Failure, FunctionFacts, SourceExcerpt } from "../messages";
import { Denials } from "./denials";
import { LogLines } from "./log-lines";
import { address } from "./route";
import { Scrolled } from "./scrolled";
import { answers, overview } from "./store";

interface AnswerViewProps {
  readonly fn: FunctionFacts;
  /** Gets the focus when an answer comes. */
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

export function AnswerView({ fn, heading }: AnswerViewProps) {
  const answer = answers.value[fn.functionName];
  return (
    <section class="answer" aria-labelledby="answer">
      <h2 id="answer" ref={heading} tabIndex={-1}>
        {answer === undefined ? "Answer" : headline(answer)}
      </h2>
      {answer === undefined ? (
        <p class="quiet">Nothing was invoked yet.</p>
      ) : (
        <AnswerParts answer={answer} functionName={fn.functionName} />
      )}
    </section>
  );
}

function headline({ failure, seconds }: Answer): string {
  return `${failure === undefined ? "✓ Answered" : "✗ Failed"} in ${seconds.toFixed(1)} s`;
}

function AnswerParts({ answer, functionName }: { readonly answer: Answer; readonly functionName: string }) {
  const { failure, denials, payload, requestId, log } = answer;
  return (
    <>
      {requestId !== undefined && (
        <p class="small">
          Request <a href={address({ functionName, view: "log" })}>{requestId}</a>
        </p>
      )}
      {/* First, since they are why it failed. */}
      <Denials denials={denials} />
      {failure !== undefined && <FailureParts failure={failure} />}
      {failure !== undefined && <Next />}
      <h3>{failure === undefined ? "What it returned" : "What Lambda returned"}</h3>
      <Scrolled>{payload}</Scrolled>
      <h3>Log</h3>
      <LogLines lines={log} />
    </>
  );
}

function FailureParts({ failure: { type, message, source } }: { readonly failure: Failure }) {
  return (
    <div class="note bad">
      <p>
        <strong>{type}:</strong> {message}
      </p>
      {source !== undefined && <Source source={source} />}
    </div>
  );
}

function Source({ source: { file, line, lines } }: { readonly source: SourceExcerpt }) {
  return (
    <figure>
      <figcaption>
        <code>
          {file}:{line}
        </code>
      </figcaption>
      <Scrolled class="source">
        {lines.map(({ number, text }) => (
          <span key={number} class={number === line ? "line here" : "line"}>
            <span class="number">{number === line ? `▸ ${number}` : number}</span>
            {`${text}\n`}
          </span>
        ))}
      </Scrolled>
    </figure>
  );
}

function Next() {
  return (
    <p>
      {overview.value?.watches
        ? "Mend it and save: the change is deployed by itself. Then invoke it again."
        : "Mend it and save, then press Deploy at the top. Then invoke it again."}
    </p>
  );
}
