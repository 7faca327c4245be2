import { markdownTable } from "../../bench/markdown-table";

test("names are aligned to the left, numbers to the right", () => {
  expect(
    markdownTable(
      ["seconds", "N=1"],
      [
        ["This project", "0.1"],
        ["A peer", "10.25"],
      ],
    ),
  ).toBe(
    [
      "| seconds      |   N=1 |",
      "| ------------ | ----: |",
      "| This project |   0.1 |",
      "| A peer       | 10.25 |",
    ].join("\n"),
  );
});

test("a cell that is missing is empty, and a | in a cell doesn't end it", () => {
  expect(markdownTable(["a|b", "n"], [["c"]])).toBe(
    ["| a\\|b |   n |", "| ---- | --: |", "| c    |     |"].join("\n"),
  );
});
