import type { ComponentChildren } from "preact";
import type { FunctionFacts } from "../messages";
import { CopyButton } from "./copy-button";
import { since } from "./time";

/** What is deployed. */
export function Facts({ fn }: { readonly fn: FunctionFacts }) {
  const { functionName, image, digest, memorySize, timeout, architecture, environment, urls, modified } = fn;
  return (
    <dl class="facts">
      <Fact name="Name">
        <code>{functionName}</code>
      </Fact>
      {digest !== undefined && (
        <Fact name="Image">
          <code title={`${image}@${digest}`}>{shortDigest(digest)}</code>{" "}
          <CopyButton text={`${image}@${digest}`} label="the image's name" />
        </Fact>
      )}
      <Fact name="Settings">
        {memorySize} MB, {timeout} s, {architecture}
      </Fact>
      <Fact name="Changed">{since(modified.replace(/\+0000$/, "Z"))}</Fact>
      {environment.length > 0 && (
        <Fact name="Variables">
          {environment.map((name) => (
            <code key={name}>{name} </code>
          ))}
        </Fact>
      )}
      {urls.map(({ kind, url }) => (
        <Fact key={url} name={kind}>
          <a href={url} target="_blank" rel="noreferrer">
            {url}
          </a>
        </Fact>
      ))}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function shortDigest(digest: string): string {
  return digest.replace(/^(sha256:[0-9a-f]{12}).*$/, "$1…");
}
