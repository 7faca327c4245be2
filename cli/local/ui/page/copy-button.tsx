import { useState } from "preact/hooks";

/** @param label what is copied, for screen readers */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      class="plain"
      aria-label={`Copy ${label}`}
      onClick={async () => {
        await navigator.clipboard.writeText(text);
        setCopied(true);
        setTimeout(() => setCopied(false), 2_000);
      }}
    >
      <span role="status">{copied ? "Copied" : "Copy"}</span>
    </button>
  );
}
