import type { DataAwsDynamodbTable } from "@cdktf/provider-aws/lib/data-aws-dynamodb-table";
import type { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { TerraformResource } from "cdktf";

/** The names of a table's indexes. `*` stands for all of them if they aren't known at synth. */
export function tableIndexes(table: DynamodbTable | DataAwsDynamodbTable): readonly string[] {
  if (!(table instanceof TerraformResource)) return [];
  const { globalSecondaryIndexInput: global = [], localSecondaryIndexInput: local = [] } = table;
  if (!Array.isArray(global) || !Array.isArray(local)) return ["*"];
  return [...global, ...local].map(({ name }) => name);
}
