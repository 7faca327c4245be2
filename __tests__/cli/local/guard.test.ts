import { readFileSync } from "node:fs";

const guard = readFileSync("cli/local/guard.py", "utf8");
const services = readFileSync("cli/local/open_services.py", "utf8");
const page = readFileSync("docs/local-aws.md", "utf8");

test("the page about the local AWS names exactly the open services", () => {
  const [, list] = /SERVICES = frozenset\(\s*\(([^)]*)\)/.exec(services) as unknown as [string, string];
  const open = [...list.matchAll(/"([^"]+)"/g)].map((match) => match[1]);
  const [, documented] = /These services are open: ([^.]*)\./.exec(page) as unknown as [string, string];
  expect([...documented.matchAll(/`([^`]+)`/g)].map((match) => match[1])).toEqual(open);
});

test("the guard stands in front of the emulator that is installed", () => {
  const [, pinned] = /^ministack==(\S+)/m.exec(
    readFileSync("cli/local/emulator-requirements.txt", "utf8"),
  ) as unknown as [string, string];
  expect(guard).toContain(`(ministack ${pinned})`);
});
