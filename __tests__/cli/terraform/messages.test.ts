import { MessageReader } from "../../../cli/terraform/messages";

const line = (message: object): string => `${JSON.stringify(message)}\n`;
const VERSION = line({ "@message": "Terraform 1.11.4", terraform: "1.11.4", type: "version", ui: "1.2" });
const change = (type: string, addr: string, action: string) =>
  line({ type, change: { resource: { addr, resource_type: "x" }, action } });

test("changes, drift, counts and diagnostics are separated, with the text cut at any place", () => {
  const text =
    VERSION +
    change("resource_drift", "aws_s3_bucket.gone", "delete") +
    change("planned_change", "aws_s3_bucket.gone", "create") +
    change("planned_change", "terraform_data.x", "remove") +
    line({
      type: "change_summary",
      changes: { add: 1, change: 0, import: 2, remove: 3, operation: "plan" },
    }) +
    line({ type: "outputs", outputs: { a: { sensitive: false, action: "noop" } } }) +
    line({ type: "diagnostic", diagnostic: { severity: "warning", summary: "Old", detail: "" } });
  for (const size of [1, 7, text.length]) {
    const reader = new MessageReader();
    for (let at = 0; at < text.length; at += size) {
      reader.read(text.slice(at, at + size));
    }
    expect(reader.end()).toEqual({
      drift: [{ address: "aws_s3_bucket.gone", action: "delete" }],
      changes: [
        { address: "aws_s3_bucket.gone", action: "create" },
        { address: "terraform_data.x", action: "remove" },
      ],
      counts: { add: 1, change: 0, destroy: 3 },
      imported: 2,
      outputsChange: false,
      diagnostics: [{ severity: "warning", summary: "Old", detail: "" }],
      endedAtOnce: false,
      otherText: "",
    });
  }
});

test("an output that changes is a change", () => {
  const reader = new MessageReader();
  reader.read(line({ type: "outputs", outputs: { a: { action: "noop" }, b: { action: "update" } } }));
  expect(reader.end().outputsChange).toBe(true);
});

test("listeners are called when a change begins, and for a lock", () => {
  const onApplyStart = jest.fn();
  const onWaitForLock = jest.fn();
  const reader = new MessageReader({ onApplyStart, onWaitForLock });
  const hook = (more: object) => ({ type: "apply_start", hook: { resource: { addr: "a.b" }, ...more } });
  reader.read(line({ type: "state_lock_acquire" }));
  reader.read(line(hook({ action: "create" })));
  reader.read(line(hook({ action: "update", id_key: "id", id_value: "hello" })));
  expect(onWaitForLock).toHaveBeenCalledTimes(1);
  expect(onApplyStart.mock.calls).toEqual([
    [{ address: "a.b", action: "create" }],
    [{ address: "a.b", action: "update", id: "hello" }],
  ]);
});

test("a run that ends with a diagnostic before it reads a resource ended at once", () => {
  const diagnostic = line({
    type: "diagnostic",
    diagnostic: { severity: "error", summary: "Not installed" },
  });
  const reader = new MessageReader();
  reader.read(VERSION + line({ type: "state_lock_acquire" }) + diagnostic);
  expect(reader.end().endedAtOnce).toBe(true);
  const later = new MessageReader();
  later.read(VERSION + line({ type: "refresh_start" }) + diagnostic);
  expect(later.end().endedAtOnce).toBe(false);
});

test("lines that are not messages are kept: a run in HCP Terraform prints text", () => {
  const reader = new MessageReader();
  reader.read(`Running plan in HCP Terraform.\n{ "not": a message }\n{"neither":1}\n${VERSION}no new line`);
  expect(reader.end()).toMatchObject({
    otherText: 'Running plan in HCP Terraform.\n{ "not": a message }\n{"neither":1}\nno new line\n',
    endedAtOnce: false,
  });
});

test("an apply without a saved plan tells what it planned, outputs included, before it begins", () => {
  const told: string[] = [];
  const reader = new MessageReader({
    onPlanned: ({ changes, counts, outputsChange }) =>
      told.push(`${changes.map(({ address }) => address)} +${counts.add} ${outputsChange}`),
    onApplyStart: ({ address }) => told.push(`begins ${address}`),
  });
  const summary = (operation: string) =>
    line({ type: "change_summary", changes: { add: 1, change: 0, remove: 0, operation } });
  reader.read(VERSION + change("planned_change", "aws_sqs_queue.a", "create") + summary("plan"));
  reader.read(line({ type: "outputs", outputs: { a: { action: "create" } } }));
  reader.read(
    line({ type: "apply_start", hook: { resource: { addr: "aws_sqs_queue.a" }, action: "create" } }),
  );
  reader.read(summary("apply"));
  reader.end();
  expect(told).toEqual(["aws_sqs_queue.a +1 true", "begins aws_sqs_queue.a"]);
});

test("a plan that failed is not told as planned, although Terraform summarizes it", () => {
  const onPlanned = jest.fn();
  const reader = new MessageReader({ onPlanned });
  const none = { add: 0, change: 0, remove: 0, operation: "plan" };
  reader.read(VERSION + line({ type: "change_summary", changes: none }));
  reader.read(
    line({ type: "diagnostic", diagnostic: { severity: "error", summary: "No results", detail: "" } }),
  );
  reader.end();
  expect(onPlanned).not.toHaveBeenCalled();
});
