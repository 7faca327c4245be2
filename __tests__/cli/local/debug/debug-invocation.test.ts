import { readFileSync } from "node:fs";
import { waitsText } from "../../../../cli/local/debug/debug-invocation";

const PORTS = { python: 5678, nodejs: 9229 };
const CONFIGURATIONS = readFileSync(".vscode/launch.json", "utf8");

test.each([
  ["Python (debugpy)", 5678],
  ["Node.js (inspector)", 9229],
])("%s: the port, and the configuration of VS Code, which exists", (language, port) => {
  const text = waitsText("shop-dev-api", port, PORTS);
  expect(text).toContain(`shop-dev-api waits for a debugger at 127.0.0.1:${port}: ${language}`);
  const [, configuration] = /"([^"]+)"/.exec(text) ?? [];
  expect(CONFIGURATIONS).toContain(`"name": "${configuration}"`);
  expect(CONFIGURATIONS).toContain(`"port": ${port}`);
});

test("another port than the usual one has to be set in the editor", () => {
  expect(waitsText("f", 41000, { ...PORTS, nodejs: 41000 })).toContain(
    'Port 9229 is in use, so set "port": 41000 in .vscode/launch.json first.',
  );
});
