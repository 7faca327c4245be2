import { signedHeaders } from "../../../cli/local/sign-request";

/** From AWS's own test suite for Signature Version 4 ("get-vanilla", "post-vanilla"). */
const KEY = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const SCOPE = { region: "us-east-1", service: "service" };
const NOW = new Date("2015-08-30T12:36:00Z");

test.each([
  ["GET", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
  ["POST", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
])("a %s request is signed as AWS specifies", (method, signature) => {
  const request = { method, url: new URL("https://example.amazonaws.com/"), headers: {}, body: "" };
  expect(signedHeaders(request, SCOPE, KEY, NOW)).toEqual({
    "x-amz-date": "20150830T123600Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, " +
      `SignedHeaders=host;x-amz-date, Signature=${signature}`,
  });
});

test("headers and body are also signed", () => {
  const request = { method: "POST", url: new URL("https://example.amazonaws.com/"), body: "{}" };
  const sign = (target: string, body = "{}") =>
    signedHeaders({ ...request, headers: { "X-Amz-Target": target }, body }, SCOPE, KEY, NOW).authorization;
  expect(sign("one")).toContain("SignedHeaders=host;x-amz-date;x-amz-target");
  expect(new Set([sign("one"), sign("other"), sign("one", "[]")]).size).toBe(3);
});
