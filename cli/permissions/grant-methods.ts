import { matchesAction } from "./matching";

/** The methods that grant an action, the narrowest first, and the action's names as patterns. */
const METHODS: readonly (readonly [actions: readonly string[], method: string])[] = [
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
  [["sqs:SendMessage"], "QueueGrants.fromQueue(queue).sendMessages(fn)"],
  [
    ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"],
    "QueueGrants.fromQueue(queue).consumeMessages(fn)",
  ],
  [["sqs:PurgeQueue"], "QueueGrants.fromQueue(queue).purge(fn)"],
  [["sns:Publish"], "TopicGrants.fromTopic(topic).publish(fn)"],
  [["events:PutEvents"], "EventBusGrants.fromEventBus(bus).allPutEvents(fn)"],
  [["kms:Decrypt"], "KeyGrants.fromKey(key).decrypt(fn)"],
  [["kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"], "KeyGrants.fromKey(key).encrypt(fn)"],
  [
    ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
    "SecretGrants.fromSecret(secret).read(fn)",
  ],
  [["secretsmanager:PutSecretValue"], "SecretGrants.fromSecret(secret).write(fn)"],
  [["ssm:GetParameter*", "ssm:DescribeParameters"], "ParameterGrants.fromParameter(parameter).read(fn)"],
  [["ssm:PutParameter"], "ParameterGrants.fromParameter(parameter).write(fn)"],
  [["states:StartExecution"], "StateMachineGrants.fromStateMachine(machine).startExecution(fn)"],
  [["states:StartSyncExecution"], "StateMachineGrants.fromStateMachine(machine).startSyncExecution(fn)"],
  [["lambda:InvokeFunction"], "other.grantInvoke(fn)"],
];

/** All methods, for the test that they exist. */
export const GRANT_METHODS: readonly string[] = METHODS.map(([, method]) => method);

/** The method of this package that grants an action, as TypeScript. */
export function grantMethod(action: string): string | undefined {
  return METHODS.find(([actions]) => actions.some((pattern) => matchesAction(pattern, action)))?.[1];
}
