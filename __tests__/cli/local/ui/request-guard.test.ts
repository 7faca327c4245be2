import { refusal } from "../../../../cli/local/ui/request-guard";

const SERVER = { port: 4580, token: "secret" };
const OWN = { host: "127.0.0.1:4580", authorization: "Bearer secret" };

function status(
  method: string,
  path: string,
  headers: Readonly<Record<string, string | undefined>>,
): number | undefined {
  return refusal({ method, path, headers }, SERVER)?.status;
}

describe("answered", () => {
  test("the page, without a token: it has no secret", () => {
    expect(status("GET", "/", { host: OWN.host })).toBeUndefined();
    expect(
      status("GET", "/page.js", { host: "localhost:4580", "sec-fetch-site": "same-origin" }),
    ).toBeUndefined();
  });

  test("a link from elsewhere to the page", () => {
    const link = { host: OWN.host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    expect(status("GET", "/", link)).toBeUndefined();
    expect(status("GET", "/api/stream", { ...link, authorization: OWN.authorization })).toBe(403);
  });

  test("requests of the page itself, with the token", () => {
    expect(status("GET", "/api/stream", { ...OWN, "sec-fetch-site": "same-origin" })).toBeUndefined();
    expect(
      status("POST", "/api/invoke", {
        ...OWN,
        origin: "http://127.0.0.1:4580",
        "content-type": "application/json",
      }),
    ).toBeUndefined();
  });
});

describe("refused", () => {
  test.each([
    [
      "another name, that resolves to this machine (DNS rebinding)",
      { ...OWN, host: "attacker.example:4580" },
    ],
    ["another port", { ...OWN, host: "127.0.0.1:80" }],
    ["no host", { ...OWN, host: undefined }],
    ["a page of another site", { ...OWN, origin: "https://attacker.example" }],
    ["a page in a sandbox", { ...OWN, origin: "null" }],
    ["a page of another port of this machine", { ...OWN, origin: "http://127.0.0.1:3000" }],
    [
      "a picture or script of another site, which sends no origin",
      { ...OWN, "sec-fetch-site": "cross-site" },
    ],
    ["the same, of another port", { ...OWN, "sec-fetch-site": "same-site" }],
  ])("%s", (_, headers) => {
    expect(status("GET", "/api/stream", headers)).toBe(403);
    expect(status("POST", "/api/invoke", { ...headers, "content-type": "application/json" })).toBe(403);
  });

  test.each([undefined, "", "secret", "Bearer ", "Bearer secre", "Bearer secret2", "bearer secret"])(
    "the token %p",
    (authorization) => {
      expect(status("GET", "/api/stream", { ...OWN, authorization })).toBe(401);
    },
  );

  test("what a form of another site could send", () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", undefined]) {
      expect(status("POST", "/api/invoke", { ...OWN, "content-type": type })).toBe(415);
    }
  });

  test("other methods", () => {
    expect(status("OPTIONS", "/api/invoke", OWN)).toBe(405);
    expect(status("PUT", "/", OWN)).toBe(405);
    expect(status("POST", "/", OWN)).toBe(405);
  });
});
