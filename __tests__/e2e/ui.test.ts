import { readFileSync } from "node:fs";
import path from "node:path";
import type { Locator } from "playwright-core";
import { openTab, type Tab } from "./browser";
import { Checkout, type Running, removeCheckouts } from "./checkout";
import { findChromium } from "./chromium";

/** The walk that these tests make. Its pictures are written by: SCREENSHOTS=docs/images npx jest --config jest.e2e.config.js __tests__/e2e/ui.test.ts */
const WALK = readFileSync(path.resolve("docs/first-function.md"), "utf8");
const SCREENSHOTS = process.env.SCREENSHOTS;
/** Also in the dark, and as on a phone. */
const ALL_LOOKS = process.env.ALL_LOOKS === "true";
const DESKTOP = { width: 1100, height: 780 };
const PHONE = { width: 375, height: 700 };
const PATIENCE = 600_000;

const chromium = findChromium();
if (chromium === undefined) {
  console.warn("SKIPPED: the page of the local AWS. There is no Chromium, and it can't be installed here.");
}

(chromium === undefined ? describe.skip : describe)("npm run local -- --ui", () => {
  const pictures: string[] = [];
  /** What the server sent to the page. */
  const received: string[] = [];
  let checkout: Checkout;
  let running: Running;
  let url: string;
  let tab: Tab;

  beforeAll(async () => {
    checkout = new Checkout("first-function");
    running = checkout.start("local", ["--ui"]);
    url = await addressOf(running);
    tab = await openTab(chromium ?? "", DESKTOP);
    tab.page.setDefaultTimeout(PATIENCE);
    tab.page.on("response", (response) => {
      if (!response.url().endsWith("/api/stream")) {
        response.text().then(
          (text) => received.push(text),
          () => undefined,
        );
      }
    });
    await tab.page.goto(url);
    await heading("python");
  }, PATIENCE);

  afterAll(async () => {
    await tab?.close();
    await running?.interrupt();
    await checkout.npm("local:down");
    removeCheckouts();
  }, PATIENCE);

  async function addressOf(command: Running): Promise<string> {
    await command.printed("The page of the local AWS, until Ctrl-C: ");
    const [, address = ""] = /(http:\S+)\s*$/.exec(await command.printed("\n")) ?? [];
    return address;
  }

  function heading(name: string | RegExp): Promise<void> {
    return tab.page.getByRole("heading", { name }).first().waitFor();
  }

  async function show(view: string): Promise<void> {
    await tab.page.getByRole("link", { name: view }).click();
  }

  async function invoke(): Promise<void> {
    await show("Invoke");
    await tab.page.getByRole("button", { name: "Invoke" }).click();
    await tab.page.getByRole("button", { name: "Invoke", disabled: false }).waitFor();
    await tab.page.getByText("Invoking …").waitFor({ state: "hidden" });
  }

  async function press(task: "Plan" | "Deploy"): Promise<void> {
    await tab.page.getByRole("banner").getByRole("button", { name: task }).click();
    const running = tab.page.getByText(task === "Plan" ? "Planning" : "Deploying", { exact: true });
    await running.waitFor();
    await running.waitFor({ state: "hidden" });
    expect(await tab.page.getByRole("alert").allInnerTexts()).not.toContainEqual(
      expect.stringContaining("failed"),
    );
  }

  async function textOf(locator: Locator): Promise<string> {
    return (await locator.allInnerTexts()).join("\n");
  }

  async function screenshot(name: string, fullPage = false): Promise<void> {
    if (SCREENSHOTS === undefined) return;
    await tab.page.evaluate("scrollTo(0, 0)");
    await tab.page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), fullPage });
  }

  /** Takes the picture that the walk shows here, and looks for barriers in all its looks. */
  async function picture(name: string): Promise<void> {
    const { page } = tab;
    pictures.push(name);
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await tab.findAxeProblems()).toEqual([]);
    }
    await screenshot(name);
    if (ALL_LOOKS) {
      await page.emulateMedia({ colorScheme: "dark" });
      await screenshot(`${name}-dark`);
      await page.emulateMedia({ colorScheme: "light" });
    }
    await page.setViewportSize(PHONE);
    expect(await tab.findAxeProblems()).toEqual([]);
    // Nothing is cut off at the side.
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(PHONE.width);
    if (ALL_LOOKS) await screenshot(`${name}-phone`, true);
    await page.setViewportSize(DESKTOP);
  }

  /** Makes the edits of a part of the walk. */
  function edit(title: string): void {
    const part = WALK.slice(WALK.indexOf(`\n## ${title}\n`)).split("\n## ")[1] ?? "";
    const edits = [...part.matchAll(/```diff\n--- (\S+)\n([\s\S]*?)```/g)];
    expect(edits).not.toEqual([]);
    for (const [, file = "", lines = ""] of edits) {
      const side = (sign: string) =>
        lines
          .split("\n")
          .filter((line) => line.startsWith(sign))
          .map((line) => `${line.slice(1)}\n`)
          .join("");
      checkout.edit(file, side("-"), side("+"));
    }
  }

  test("the address has the token once: the page takes it out, and a reload still works", async () => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{32}$/);
    expect(tab.page.url()).not.toContain("token");
    await tab.page.reload();
    await heading("python");
    expect((await fetch(new URL("/api/review", url))).status).toBe(401);
    await picture("first-function-start");
  });

  test("by keyboard alone, from the top of the page to the answer", async () => {
    const { page } = tab;
    const focused = async (): Promise<string> =>
      (await page.evaluate(
        "(({ labels, innerText, ariaLabel, tagName }) => ariaLabel ?? labels?.[0]?.innerText ?? (innerText.split('\\n')[0] || tagName))(document.activeElement)",
      )) as string;
    const walked: string[] = [];
    for (let steps = 0; steps < 20; steps++) {
      await page.keyboard.press("Tab");
      // All that has the focus shows it.
      expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).not.toBe("none");
      walked.push(await focused());
      if (walked.filter((name) => name === "Invoke").length === 2) break;
    }
    expect(walked).toEqual([
      "Skip to the content",
      "Plan",
      "Deploy",
      "python",
      "Changes",
      "Copy the image's name",
      "Invoke",
      "Log",
      "Permissions",
      "Start with",
      "JSON",
      "Invoke",
    ]);
    await page.keyboard.press("Enter");
    await heading(/^✓ Answered in [\d.]+ s$/);
    expect(await focused()).toMatch(/^✓ Answered/);
    expect(await textOf(page.getByRole("region", { name: /Answered/ }))).toContain('"statusCode": 200');
    await picture("first-function-answer");
  });

  test("generated and saved events, and what is no JSON", async () => {
    const { page } = tab;
    const event = page.getByLabel("JSON");
    await page.getByLabel("Start with").selectOption({ label: "SQS: a message of a queue" });
    expect(JSON.parse(await event.inputValue()).Records[0].eventSource).toBe("aws:sqs");
    await page.getByText("Save this event").click();
    await page.getByLabel("Name", { exact: true }).fill("one order");
    await page.keyboard.press("Enter");
    await page.getByText("Saved as events/python/one order.json").waitFor();
    expect(JSON.parse(checkout.read("events/python/one order.json")).Records).toHaveLength(1);
    await event.fill("{ broken");
    await event.press("Control+Enter");
    await page.getByRole("alert").getByText("The event isn't JSON").waitFor();
    expect(await tab.findAxeProblems()).toEqual([]);
    await page.getByLabel("Start with").selectOption({ label: "event.json" });
  });

  test("a call from elsewhere appears in the log as it ends, with its request's id", async () => {
    await show("Log");
    await tab.page.getByText(/^\d+ of \d+ invocation/).waitFor();
    const invocations = tab.page.locator("details.invocation");
    const before = await invocations.count();
    await checkout.invoke("python");
    await invocations.nth(before).waitFor({ state: "attached" });
    expect(await textOf(invocations.first().locator("summary"))).toMatch(/[0-9a-f]{8}-[0-9a-f-]{27}/);
    await tab.page.getByLabel("Lambda's own lines").check();
    await tab.page
      .getByText(/END RequestId/)
      .first()
      .waitFor();
    expect(await tab.findAxeProblems()).toEqual([]);
  });

  test("broken code: the error, and the line", async () => {
    edit("Break it");
    await press("Deploy");
    await invoke();
    await heading(/^✗ Failed/);
    const answer = await textOf(tab.page.getByRole("region", { name: /Failed/ }));
    expect(answer).toContain("KeyError: 'sizes'");
    expect(answer).toMatch(/lambdas\/python\/sample_code_2\.py:\d+/);
    expect(answer).toMatch(/▸ \d+\s+"totalSize"/);
    await picture("first-function-error");
  });

  test("a plan shows what would change, and a deploy what it changed", async () => {
    edit("Mend it, and take a permission away");
    await press("Plan");
    await heading("What the next deploy would change");
    await tab.page.locator(".review").getByText("sample_code_2.py").first().waitFor();
    await picture("first-function-plan");
    await press("Deploy");
    const changed = tab.page.getByRole("region", { name: "What the last deploy changed" });
    await changed.getByText("sample_code_2.py").waitFor();
    expect(await textOf(changed)).toMatch(/aws_iam_role_policy\.python_Role_Policy\w*\s+policy/);
  });

  test("a missing permission: what was denied, where, and the statement that mends it", async () => {
    const { page } = tab;
    await show("python");
    await invoke();
    await heading(/^✗ Failed/);
    const answer = page.getByRole("region", { name: /Failed/ });
    expect(await textOf(answer)).toMatch(
      /Denied: s3:ListBucket on arn:aws:s3:::hello-dev-documents-111111111111/,
    );
    expect(await textOf(answer)).toMatch(/Asked for in lambdas\/python\/sample_code_1\.py:\d+/);
    await picture("first-function-denied");
    await page.getByRole("button", { name: "Copy the statement" }).click();
    const statement = (await page.evaluate("navigator.clipboard.readText()")) as string;
    expect(statement).toBe(
      '{ actions: ["s3:ListBucket"], resources: ["arn:aws:s3:::hello-dev-documents-111111111111"] },',
    );
    checkout.edit("stacks/functions-stack.ts", "initialPolicy: [", `initialPolicy: [\n        ${statement}`);
    await press("Deploy");
    await invoke();
    await heading(/^✓ Answered/);
    await show("Permissions");
    await page.getByText("The smallest policy for what was used").waitFor();
    await picture("first-function-permissions");
  });

  test("a deploy that fails is told on the page", async () => {
    checkout.edit("stacks/functions-stack.ts", "memorySize: 256", "memorySize: 1");
    await tab.page.getByRole("banner").getByRole("button", { name: "Deploy" }).click();
    await tab.page.getByRole("alert").getByText("The deploy failed").waitFor();
    expect(await textOf(tab.page.getByRole("alert").first())).toContain("memorySize");
    expect(await tab.findAxeProblems()).toEqual([]);
    checkout.edit("stacks/functions-stack.ts", "memorySize: 1", "memorySize: 256");
  });

  test("the walk has all pictures and no other", () => {
    const shown = [...WALK.matchAll(/\(images\/([\w-]+)\.png\)/g)].map(([, name]) => name);
    expect(pictures).toEqual(shown);
  });

  test("the root key was never sent, and the console has no error", async () => {
    const { secretAccessKey, accessKeyId } = JSON.parse(checkout.read(".local/root-key.json"));
    const all = [...received, await tab.page.content()].join("\n");
    expect(all).toContain("hello-dev-python");
    expect(all).not.toContain(secretAccessKey);
    expect(all).not.toContain(accessKeyId);
    expect(tab.problems).toEqual([]);
  });

  test("Ctrl-C ends the page; with --watch there is one too, without buttons", async () => {
    await running.interrupt();
    await expect(fetch(url)).rejects.toThrow();
    await tab.page.getByText("the command has ended").waitFor();
    running = checkout.start("local", ["--ui", "--watch"]);
    await tab.page.goto("about:blank");
    await tab.page.goto(await addressOf(running));
    await tab.page.getByText("deploys each save").waitFor();
    await heading("python");
    expect(await tab.page.getByRole("button", { name: "Deploy" }).count()).toBe(0);
    await running.printed("Watching for changes");
  });
});
