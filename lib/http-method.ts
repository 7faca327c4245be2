/** A method of HTTP. @enum */
export const HttpMethod = {
  /** All methods, as API Gateway writes it. */
  ANY: "ANY",
  /** All methods, as the CORS settings of a function URL write it. */
  ALL: "*",
  DELETE: "DELETE",
  GET: "GET",
  HEAD: "HEAD",
  OPTIONS: "OPTIONS",
  PATCH: "PATCH",
  POST: "POST",
  PUT: "PUT",
} as const;
/** A method of HTTP: `HttpMethod.GET` or `"GET"`. */
export type HttpMethod = (typeof HttpMethod)[keyof typeof HttpMethod];
