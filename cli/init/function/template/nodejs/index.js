/** Answers {"name": "…"} with a greeting. */
exports.handler = async (event) => {
  return { statusCode: 200, body: { message: `Hello, ${event.name ?? "world"}!` } };
};
