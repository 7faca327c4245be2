import { FilterCriteria, FilterRule } from "../../../lib";
import { filterProblems } from "../../../lib/event-sources/filter";

test.each([
  [FilterRule.null(), [null]],
  [FilterRule.empty(), [""]],
  [FilterRule.isEqual("new"), ["new"]],
  [FilterRule.isEqual(7), [{ numeric: ["=", 7] }]],
  [FilterRule.isEqual(true), [true]],
  [FilterRule.or("new", "open"), ["new", "open"]],
  [FilterRule.notEquals("old"), [{ "anything-but": ["old"] }]],
  [FilterRule.between(1, 5), [{ numeric: [">", 1, "<=", 5] }]],
  [FilterRule.exists(), [{ exists: true }]],
  [FilterRule.notExists(), [{ exists: false }]],
  [FilterRule.beginsWith("re"), [{ prefix: "re" }]],
])("a rule is EventBridge's: %j", (rule, expected) => {
  expect(rule).toEqual(expected);
});

test("a filter is JSON, in which Terraform finds no template", () => {
  expect(FilterCriteria.filter({ body: { text: FilterRule.beginsWith("${x}") } })).toEqual({
    pattern: '{"body":{"text":[{"prefix":"$${x}"}]}}',
  });
});

test("too many and too long filters are refused", () => {
  const filter = FilterCriteria.filter({ body: FilterRule.exists() });
  expect(filterProblems({ filters: Array(11).fill(filter) })).toEqual([
    "there are 11 filters, but Lambda allows only 10 (5 without a raised quota)",
  ]);
  const long = FilterCriteria.filter({ body: { text: FilterRule.isEqual("x".repeat(4_096)) } });
  expect(filterProblems({ filters: [long] })).toEqual([
    "a filter has 4118 characters, but Lambda allows only 4096",
  ]);
});
