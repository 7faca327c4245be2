import { DataAwsDynamodbTable } from "@cdktf/provider-aws/lib/data-aws-dynamodb-table";
import { DynamodbTable, type DynamodbTableConfig } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Fn, type TerraformStack } from "cdktf";
import { TableGrants, type TableGrantsOptions } from "../../../lib";
import { statementsOf } from "../../statements";

/** The indexes that may be read. */
function indexes(
  make: (stack: TerraformStack) => DynamodbTable | DataAwsDynamodbTable,
  options?: TableGrantsOptions,
) {
  return statementsOf((fn, stack) => TableGrants.fromTable(make(stack), options).readData(fn))
    .flatMap(({ Resource }) => Resource)
    .filter((arn) => arn.includes("/index/"))
    .map((arn) => arn.replace(/.*\/index\//, ""));
}

const table =
  (config: Partial<DynamodbTableConfig> = {}) =>
  (stack: TerraformStack) =>
    new DynamodbTable(stack, "Orders", { name: "orders", hashKey: "id", ...config });

const index = (name: string) => ({ name, hashKey: "day", projectionType: "ALL" });

test("the indexes of a table may be read by their names", () => {
  expect(indexes(table())).toEqual([]);
  expect(
    indexes(
      table({
        globalSecondaryIndex: [index("byDay")],
        localSecondaryIndex: [{ name: "bySize", rangeKey: "size", projectionType: "ALL" }],
      }),
    ),
  ).toEqual(["byDay", "bySize"]);
});

test("indexes that are known only to Terraform are all of them", () => {
  const all = Fn.flatten([]) as unknown as [];
  expect(indexes(table({ globalSecondaryIndex: all }))).toEqual(["*"]);
});

test("the indexes of a table that is managed elsewhere are an option", () => {
  const elsewhere = (stack: TerraformStack) => new DataAwsDynamodbTable(stack, "Orders", { name: "orders" });
  expect(indexes(elsewhere)).toEqual([]);
  expect(indexes(elsewhere, { indexes: ["byDay"] })).toEqual(["byDay"]);
});

test("a stream that isn't there can't be read", () => {
  expect(() => statementsOf((fn, stack) => TableGrants.fromTable(table()(stack)).streamRead(fn))).toThrow(
    "[shop/hello] The table [shop/Orders] has no stream to read. Set streamEnabled and streamViewType.",
  );
});
