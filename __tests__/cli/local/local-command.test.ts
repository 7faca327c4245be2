import { runCommand } from "../../../cli/command";
import { command } from "../../../cli/local/local-command";

test("GIVEN --watch and --json THEN nothing is deployed, since the JSON would never be printed", async () => {
  const printed = jest.spyOn(console, "error").mockReturnValue(undefined);
  expect(await runCommand(command, ["--watch", "--json"], {})).toBe(1);
  expect(printed.mock.calls.join("\n")).toContain("Use one of them.");
  printed.mockRestore();
});
