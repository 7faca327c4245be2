import { readFileSync } from "node:fs";
import path from "node:path";

/** A file of the page. */
export interface StaticFile {
  readonly type: string;
  readonly content: string | Buffer;
}

/** Nothing is loaded from elsewhere, nothing inline runs, and no other page can show this one in a frame. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join("; "),
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Cache-Control": "no-store",
};

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Local AWS</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%232f5d9f'/%3E%3Cpath d='M5 12l3-8M8 8l3 4' stroke='white' stroke-width='1.6' fill='none' stroke-linecap='round'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body><noscript>This page needs JavaScript.</noscript></body>
</html>
`;

/** The file at a path. scripts/build.mjs makes page.js and page.css of the folder page/. */
export function staticFile(name: string, folder = __dirname): StaticFile | undefined {
  switch (name) {
    case "/":
      return { type: "text/html; charset=utf-8", content: HTML };
    case "/page.js":
      return { type: "text/javascript; charset=utf-8", content: readFileSync(path.join(folder, "page.js")) };
    case "/page.css":
      return { type: "text/css; charset=utf-8", content: readFileSync(path.join(folder, "page.css")) };
    default:
      return undefined;
  }
}
