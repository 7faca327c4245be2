import { signal } from "@preact/signals";

/** Whether the lines that Lambda writes itself are shown. */
export const showsPlatform = signal(false);

export function PlatformCheckbox() {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={showsPlatform.value}
        onChange={({ currentTarget }) => {
          showsPlatform.value = currentTarget.checked;
        }}
      />{" "}
      Lambda's own lines
    </label>
  );
}
