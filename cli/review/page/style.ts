/** The style of the page, for light and dark mode and narrow screens. */
export const STYLE = `:root {
  --text: #1f2328; --quiet: #59636e; --page: #ffffff; --line: #d1d9e0; --code: #eff1f4;
  --caution: #c2151c; --caution-page: #fff5f5; --warning: #8a5a00; --warning-page: #fffaeb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e6edf3; --quiet: #9198a1; --page: #0d1117; --line: #3d444d; --code: #21262d;
    --caution: #ff7b72; --caution-page: #2a1518; --warning: #e3b341; --warning-page: #272115;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif;
}
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 0.75rem; padding-bottom: 0.4rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.75rem 0 0.5rem; }
p { margin: 0.5rem 0; }
code {
  font: 0.86em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  background: var(--code); border-radius: 4px; padding: 0.12em 0.35em; overflow-wrap: anywhere;
}
h2 code { background: none; padding: 0; font-size: 0.95em; }
ul { margin: 0.4rem 0; padding-left: 1.3rem; }
li { margin: 0.25rem 0; }
li::marker { color: var(--quiet); }
.alert { border-left: 4px solid; border-radius: 4px; padding: 0.35rem 1rem 0.35rem 0.25rem; margin: 0.75rem 0 1rem; }
.alert > ul { list-style: none; padding-left: 0.9rem; }
.alert > ul > li > ul { list-style: disc; }
.caution { border-color: var(--caution); background: var(--caution-page); }
.warning { border-color: var(--warning); background: var(--warning-page); }
.caution > ul > li > strong:first-child { color: var(--caution); }
.warning > ul > li > strong:first-child { color: var(--warning); }
.table { overflow-x: auto; margin: 0.5rem 0; }
table { border-collapse: collapse; width: 100%; font-size: 0.93em; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.8rem 0.4rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--quiet); }
td:first-child { white-space: nowrap; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; color: var(--quiet); }
`;
