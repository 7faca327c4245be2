import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { Live } from "../../../../cli/local/ui/live";
import { serve, type UiServer } from "../../../../cli/local/ui/server";
import { Tasks } from "../../../../cli/local/ui/tasks";

const folder = mkdtempSync(path.join(tmpdir(), "ui-"));
const deploys: string[] = [];
let server: UiServer;
let base: string;
let authorization: string;

beforeAll(async () => {
  writeFileSync(path.join(folder, "page.js"), "// script");
  writeFileSync(path.join(folder, "page.css"), "/* style */");
  const tasks: Tasks = new Tasks(
    {
      deploy: async () => void deploys.push("deploy"),
      plan: async () => [{ kind: "paragraph", text: ["+1"] }],
    },
    () => undefined,
  );
  server = await serve({ tasks, live: new Live(() => tasks, false) }, folder);
  const [, address = "", token = ""] = /^(http:.*)\/#token=(.*)$/.exec(server.url) ?? [];
  base = address;
  authorization = `Bearer ${token}`;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function post(route: string, body: string): Promise<Response> {
  return fetch(`${base}${route}`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body,
  });
}

test("it listens on the loopback address only, and its token has 24 random bytes", () => {
  expect(base).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(Buffer.from(authorization.slice("Bearer ".length), "base64url")).toHaveLength(24);
});

test("the page comes without a token, loads only its own files, and can't be in a frame", async () => {
  const response = await fetch(`${base}/`);
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe");
  expect(response.headers.has("access-control-allow-origin")).toBe(false);
  expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  const html = await response.text();
  expect(html).not.toContain(authorization.slice("Bearer ".length));
  expect([...html.matchAll(/(?:src|href)="([^"#:]+)"/g)].map(([, file]) => file)).toEqual([
    "/page.css",
    "/page.js",
  ]);
  expect(await (await fetch(`${base}/page.js`)).text()).toBe("// script");
  expect((await fetch(`${base}/page.css`)).headers.get("content-type")).toBe("text/css; charset=utf-8");
});

test("no other file is served", async () => {
  for (const name of ["/server.js", "/page.js.map", "/%2e%2e/main.js", "/.local/root-key.json"]) {
    expect((await fetch(`${base}${name}`)).status).toBe(404);
  }
});

test("nothing is answered without the token, or to another site", async () => {
  expect((await fetch(`${base}/api/review`)).status).toBe(401);
  expect((await fetch(`${base}/api/review`, { headers: { authorization } })).status).toBe(200);
  expect(await statusWithHost("attacker.example")).toBe(403);
  const other = { authorization, origin: "http://127.0.0.1:3000", "content-type": "application/json" };
  expect(
    (await fetch(`${base}/api/task`, { method: "POST", headers: other, body: '{"name":"deploy"}' })).status,
  ).toBe(403);
  expect(deploys).toEqual([]);
});

test("a task is run, and its result is kept", async () => {
  expect(await (await post("/api/task", '{"name":"plan"}')).json()).toEqual({});
  const answer = await fetch(`${base}/api/review`, { headers: { authorization } });
  expect(await answer.json()).toMatchObject({ review: { blocks: [{ kind: "paragraph", text: ["+1"] }] } });
  await post("/api/task", '{"name":"deploy"}');
  expect(deploys).toEqual(["deploy"]);
});

test("other requests are refused with words", async () => {
  expect((await post("/api/task", '{"name":"destroy"}')).status).toBe(404);
  expect((await post("/api/task", "no JSON")).status).toBe(400);
  expect((await post("/api/task", `{"name":"${"x".repeat(14 * 1_048_576)}"}`)).status).toBe(413);
  expect(await (await post("/api/task", '"text"')).json()).toEqual({
    error: "The body isn't a JSON object.",
  });
});

function statusWithHost(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(base);
    request(
      { host: "127.0.0.1", port, path: "/api/review", headers: { host, authorization } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    )
      .on("error", reject)
      .end();
  });
}
