import { readFileSync } from "node:fs";

const days = JSON.parse(readFileSync(new URL("data/days.json", import.meta.url), "utf8"));

export const handler = async (event) => ({
  statusCode: 200,
  body: JSON.stringify({ days: days[event.queryStringParameters?.postcode] ?? null }),
});
