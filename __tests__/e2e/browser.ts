import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** Nothing but the pages of the test: no request of the browser itself. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/** A tab of a real browser with an empty profile. */
export interface Tab {
  readonly page: Page;
  /** Errors and warnings of the console, and errors of scripts. */
  readonly problems: readonly string[];
  /** The findings of axe about the page as it is now. */
  findAxeProblems(): Promise<string[]>;
  close(): Promise<void>;
}

/** @param program a name that is in the PATH */
export async function openTab(
  program: string,
  viewport: { readonly width: number; readonly height: number },
): Promise<Tab> {
  const executablePath = execFileSync("which", [program], { encoding: "utf8" }).trim();
  const browser: Browser = await chromium.launch({ executablePath, args: FLAGS });
  const context = await browser.newContext({
    viewport,
    permissions: ["clipboard-read", "clipboard-write"],
    locale: "en-GB",
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  return {
    page,
    problems,
    async findAxeProblems() {
      await page.evaluate(AXE);
      const found = await page.evaluate(
        "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('; ')}`))",
      );
      return found as string[];
    },
    close: () => browser.close(),
  };
}
