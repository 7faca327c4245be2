import { readFileSync } from "node:fs";
import * as library from "cdktf-lambda-images";
import * as synth from "cdktf-lambda-images/synth";

const page = (name: string) => readFileSync(`docs/api/${name}.md`, "utf8");

// npm run check checks that they are up to date with the sources.
test.each([
  ["cdktf-lambda-images", "cdktf-lambda-images", library],
  ["cdktf-lambda-images/synth", "cdktf-lambda-images-synth", synth],
])(
  "the API reference and the API report of %s have all that it exports, and no more",
  (name, report, exported) => {
    const headings = [...page(name).matchAll(/^## (?:`abstract` )?(\w+)(?:\(\))?$/gm)].map(
      ([, title]) => title,
    );
    const reported = [...page(`${report}.api`).matchAll(/^export (?:abstract )?\w+ (\w+)/gm)].map(
      ([, title]) => title,
    );
    expect(headings).toEqual(expect.arrayContaining(Object.keys(exported)));
    // A closed choice is a constant and a type of the same name.
    expect([...new Set(reported)].sort()).toEqual([...new Set(headings)].sort());
  },
);
