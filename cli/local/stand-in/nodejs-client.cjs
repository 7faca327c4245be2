// The compiled part of AWS's runtime interface client for Node.js (aws-lambda-ric 4, src/native/rapid-client.cc) in
// JavaScript, so that the stand-in needs no C++ compiler. Source: AWS Lambda Developer Guide, "Using the Lambda runtime
// API for custom runtimes".
const http = require("node:http");

const PATH = "/2018-06-01/runtime/invocation";

/** The answer to the last event. The next one is asked for after it. @type {Promise<unknown>} */
let answered = Promise.resolve();

/**
 * @param {string} method @param {string} path @param {string} [body] @param {Record<string, string>} [headers]
 * @returns {Promise<{ bodyJson: string, headers: http.IncomingHttpHeaders }>}
 */
function call(method, path, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(`http://${process.env.AWS_LAMBDA_RUNTIME_API}${path}`, { method, headers });
    request.on("error", reject);
    request.on("response", (response) => {
      let bodyJson = "";
      response.setEncoding("utf8");
      response.on("data", (text) => {
        bodyJson += text;
      });
      response.on("error", reject);
      response.on("end", () => resolve({ bodyJson, headers: response.headers }));
    });
    request.end(body);
  });
}

module.exports = {
  async next() {
    await answered;
    return await call("GET", `${PATH}/next`);
  },
  /** @param {string} id @param {string} body */
  done(id, body) {
    answered = call("POST", `${PATH}/${id}/response`, body, { "Content-Type": "application/json" });
  },
  /** @param {string} id @param {string} body @param {string} cause for X-Ray */
  error(id, body, cause) {
    answered = call("POST", `${PATH}/${id}/error`, body, {
      "Content-Type": "application/json",
      "Lambda-Runtime-Function-Error-Type": "Unhandled",
      "Lambda-Runtime-Function-XRay-Error-Cause": encodeURI(cause),
    });
  },
};
