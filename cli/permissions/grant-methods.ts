import { matchesAction } from "./matching";

/** The methods of this package that grant permissions, and the actions that each grants. Methods that unite others are left out. */
export const GRANT_METHODS: readonly (readonly [actions: readonly string[], method: string])[] = [
  [["s3:GetObject", "s3:ListBucket"], "BucketGrants.fromBucket(bucket).read(fn)"],
  [["s3:PutObject", "s3:AbortMultipartUpload"], "BucketGrants.fromBucket(bucket).put(fn)"],
  [["s3:DeleteObject"], "BucketGrants.fromBucket(bucket).delete(fn)"],
  [
    [
      "dynamodb:BatchGetItem",
      "dynamodb:GetItem",
      "dynamodb:Query",
      "dynamodb:Scan",
      "dynamodb:ConditionCheckItem",
    ],
    "TableGrants.fromTable(table).readData(fn)",
  ],
  [
    ["dynamodb:BatchWriteItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
    "TableGrants.fromTable(table).writeData(fn)",
  ],
  [
    ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
    "TableGrants.fromTable(table).streamRead(fn)",
  ],
  [["sqs:SendMessage"], "QueueGrants.fromQueue(queue).sendMessages(fn)"],
  [
    ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"],
    "QueueGrants.fromQueue(queue).consumeMessages(fn)",
  ],
  [["sqs:PurgeQueue"], "QueueGrants.fromQueue(queue).purge(fn)"],
  [["sns:Publish"], "TopicGrants.fromTopic(topic).publish(fn)"],
  [["events:PutEvents"], "EventBusGrants.fromEventBus(bus).allPutEvents(fn)"],
  [["kms:Decrypt"], "KeyGrants.fromKey(key).decrypt(fn)"],
  [["kms:Encrypt", "kms:GenerateDataKey"], "KeyGrants.fromKey(key).encrypt(fn)"],
  [["secretsmanager:GetSecretValue"], "SecretGrants.fromSecret(secret).read(fn)"],
  [["secretsmanager:PutSecretValue"], "SecretGrants.fromSecret(secret).write(fn)"],
  [["ssm:GetParameter", "ssm:GetParameters"], "ParameterGrants.fromParameter(parameter).read(fn)"],
  [["ssm:PutParameter"], "ParameterGrants.fromParameter(parameter).write(fn)"],
  [["states:StartExecution"], "StateMachineGrants.fromStateMachine(machine).startExecution(fn)"],
  [["states:StartSyncExecution"], "StateMachineGrants.fromStateMachine(machine).startSyncExecution(fn)"],
  [["lambda:InvokeFunction"], "other.grantInvoke(fn)"],
];

/** The method of this package that grants an action, as TypeScript. */
export function grantMethod(action: string): string | undefined {
  return GRANT_METHODS.find(([actions]) => actions.some((one) => matchesAction(one, action)))?.[1];
}
