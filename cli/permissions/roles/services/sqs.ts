import type { ResourceTypes } from "../resource-type";
import { READ, SEEN } from "./source";

const QUEUE = "arn:{partition}:sqs:{region}:{account}:{name}";
/** Its id is a URL that ends with the name. */
const QUEUE_OF = "arn:{partition}:sqs:{region}:{account}:{queue_url}";

export const sqs: ResourceTypes = {
  aws_sqs_queue: {
    source: SEEN,
    arn: QUEUE,
    attributes: { id: "{name}", url: "{name}" },
    defaults: { name: "terraform-*" },
    read: [{ actions: ["sqs:GetQueueAttributes", "sqs:ListQueueTags"], on: QUEUE }],
    create: [
      { actions: ["sqs:CreateQueue"], on: QUEUE },
      { actions: ["sqs:TagQueue"], on: QUEUE, when: "tags" },
    ],
    update: [
      { actions: ["sqs:SetQueueAttributes"], on: QUEUE },
      { actions: ["sqs:UntagQueue"], on: QUEUE, when: "tags" },
    ],
    delete: [{ actions: ["sqs:DeleteQueue"], on: QUEUE }],
  },
  "data.aws_sqs_queue": {
    source: READ,
    arn: QUEUE,
    attributes: { id: "{name}", url: "{name}" },
    read: [{ actions: ["sqs:GetQueueUrl", "sqs:GetQueueAttributes", "sqs:ListQueueTags"], on: QUEUE }],
  },
  aws_sqs_queue_policy: {
    source: READ,
    read: [{ actions: ["sqs:GetQueueAttributes"], on: QUEUE_OF }],
    create: [{ actions: ["sqs:SetQueueAttributes"], on: QUEUE_OF }],
  },
};
