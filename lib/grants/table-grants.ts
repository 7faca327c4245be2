import type { DataAwsDynamodbTable } from "@cdktf/provider-aws/lib/data-aws-dynamodb-table";
import type { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { arnOf } from "../arn-of";
import type { Grantee } from "../grantable";
import type { PolicyStatement } from "../policy-statement";
import { type EncryptedResourceOptions, keyStatements } from "./encryption-key";
import { grantAll } from "./grant-all";
import { tableIndexes } from "./table-indexes";

/** Service Authorization Reference, "Amazon DynamoDB" (read 2026-11-28). Only Query and Scan read an index. */
const ACTIONS = {
  read: [
    "dynamodb:BatchGetItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:Scan",
  ],
  readIndex: ["dynamodb:Query", "dynamodb:Scan"],
  write: ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
  readStream: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
} as const;

/**
 * DynamoDB decrypts the table's data key for whoever reads or writes items. It makes that key only when the table gets its
 * KMS key: Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest: how it works" and "Managing encrypted tables",
 * Monitoring DynamoDB interaction with AWS KMS (read 2026-11-28).
 */
const KEY_ACTIONS = ["kms:Decrypt"];

/** A table, or one that is managed elsewhere. */
export type Table = DynamodbTable | DataAwsDynamodbTable;

/** Settings of the grants for a table. */
export interface TableGrantsOptions extends EncryptedResourceOptions {
  /** The names of the indexes that may be read. @default - those of the resource; none of a table that is managed elsewhere */
  readonly indexes?: readonly string[];
}

/**
 * Permissions for a table and its indexes.
 *
 * ```ts
 * TableGrants.fromTable(orders).readWriteData(fn);
 * ```
 */
export class TableGrants {
  /** The permissions for a table: a resource, or a data source. */
  static fromTable(table: Table, options: TableGrantsOptions = {}): TableGrants {
    return new TableGrants(table, options);
  }

  private constructor(
    private readonly table: Table,
    private readonly options: TableGrantsOptions,
  ) {}

  /** Read items, of the table and its indexes. */
  readData(grantee: Grantee): void {
    grantAll(grantee, [this.items(ACTIONS.read), ...this.indexes(), ...this.key(grantee)]);
  }

  /** Write and delete items. */
  writeData(grantee: Grantee): void {
    grantAll(grantee, [this.items(ACTIONS.write), ...this.key(grantee)]);
  }

  /** Read, write and delete items. */
  readWriteData(grantee: Grantee): void {
    grantAll(grantee, [
      this.items([...ACTIONS.read, ...ACTIONS.write].sort()),
      ...this.indexes(),
      ...this.key(grantee),
    ]);
  }

  /** Read the table's stream. @throws Error when the table has none */
  streamRead(grantee: Grantee): void {
    if (this.table instanceof TerraformResource && !this.table.streamEnabledInput) {
      throw new Error(
        `[${grantee.node.path}] The table [${this.table.node.path}] has no stream to read. Set streamEnabled and streamViewType.`,
      );
    }
    grantAll(grantee, [
      { actions: ACTIONS.readStream, resources: [this.table.streamArn] },
      ...this.key(grantee),
    ]);
  }

  private items(actions: readonly string[]): PolicyStatement {
    return { actions, resources: [arnOf(this.table)] };
  }

  private indexes(): readonly PolicyStatement[] {
    const names = this.options.indexes ?? tableIndexes(this.table);
    if (names.length === 0) return [];
    const arn = arnOf(this.table);
    return [{ actions: ACTIONS.readIndex, resources: names.map((name) => `${arn}/index/${name}`) }];
  }

  private key(scope: Construct): readonly PolicyStatement[] {
    return tableKeyStatements(scope, this.table, this.options);
  }
}

/** What reading or writing an encrypted table, or reading its stream, needs. */
export function tableKeyStatements(
  scope: Construct,
  table: Table,
  options: EncryptedResourceOptions,
): readonly PolicyStatement[] {
  const keyId = table instanceof TerraformResource ? table.serverSideEncryptionInput?.kmsKeyArn : undefined;
  return keyStatements(scope, table, { ...options, keyId }, KEY_ACTIONS);
}
