import type { ResourceTypes } from "../resource-type";
import { READ, SEEN } from "./source";

const FUNCTION = "arn:{partition}:lambda:{region}:{account}:function:{function_name}";
const VERSION_OR_ALIAS = `${FUNCTION}:*`;
const MAPPING = "arn:{partition}:lambda:{region}:{account}:event-source-mapping:*";

/** An action on a mapping can be limited to its function (Service Authorization Reference, AWS Lambda). */
const OF_FUNCTION = { ArnLike: { "lambda:FunctionArn": FUNCTION } };

export const lambda: ResourceTypes = {
  aws_lambda_function: {
    source: `${SEEN}; ecr: AWS Lambda Developer Guide, "Amazon ECR permissions" (read 2026-11-28)`,
    arn: FUNCTION,
    attributes: {
      id: "{function_name}",
      qualified_arn: VERSION_OR_ALIAS,
      version: "*",
      invoke_arn: FUNCTION,
    },
    read: [
      { actions: ["lambda:GetFunction", "lambda:ListVersionsByFunction"], on: FUNCTION },
      // Not of a function that runs an image.
      { actions: ["lambda:GetFunctionCodeSigningConfig"], on: FUNCTION, when: ["filename", "s3_bucket"] },
      { actions: ["lambda:GetFunctionRecursionConfig"], on: FUNCTION, when: "recursive_loop" },
    ],
    create: [
      { actions: ["lambda:CreateFunction"], on: FUNCTION },
      { actions: ["lambda:TagResource"], on: FUNCTION, when: "tags" },
      { actions: ["lambda:PutFunctionConcurrency"], on: FUNCTION, when: "reserved_concurrent_executions" },
      { actions: ["lambda:PublishVersion"], on: FUNCTION, when: "publish" },
      // The provider waits for the new version.
      { actions: ["lambda:GetFunctionConfiguration"], on: [FUNCTION, VERSION_OR_ALIAS], when: "publish" },
      // Lambda looks at the network as the caller. These actions know no resource.
      {
        actions: ["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"],
        on: "*",
        when: "vpc_config",
      },
    ],
    update: [
      { actions: ["lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration"], on: FUNCTION },
      { actions: ["lambda:UntagResource"], on: FUNCTION, when: "tags" },
      { actions: ["lambda:DeleteFunctionConcurrency"], on: FUNCTION, when: "reserved_concurrent_executions" },
      // The provider waits until Lambda has removed the function's network interfaces.
      { actions: ["ec2:DescribeNetworkInterfaces"], on: "*", when: "vpc_config" },
    ],
    delete: [{ actions: ["lambda:DeleteFunction"], on: FUNCTION }],
    passes: [{ argument: "role", service: "lambda.amazonaws.com" }],
  },
  aws_lambda_alias: {
    source: READ,
    arn: `${FUNCTION}:{name}`,
    read: [{ actions: ["lambda:GetAlias"], on: FUNCTION }],
    create: [{ actions: ["lambda:CreateAlias"], on: FUNCTION }],
    update: [{ actions: ["lambda:UpdateAlias"], on: FUNCTION }],
    delete: [{ actions: ["lambda:DeleteAlias"], on: FUNCTION }],
  },
  aws_lambda_event_source_mapping: {
    source: SEEN,
    // The mapping's name is AWS's. Tags can't be limited to a function. Nor can reads: the provider reads a deleted mapping until it
    // is gone, and then it has no function.
    read: [{ actions: ["lambda:GetEventSourceMapping", "lambda:ListTags"], on: MAPPING }],
    create: [
      { actions: ["lambda:CreateEventSourceMapping"], on: "*", condition: OF_FUNCTION },
      { actions: ["lambda:TagResource"], on: MAPPING, when: "tags" },
    ],
    update: [
      { actions: ["lambda:UpdateEventSourceMapping"], on: MAPPING, condition: OF_FUNCTION },
      { actions: ["lambda:UntagResource"], on: MAPPING, when: "tags" },
    ],
    delete: [{ actions: ["lambda:DeleteEventSourceMapping"], on: MAPPING, condition: OF_FUNCTION }],
  },
  aws_lambda_function_event_invoke_config: {
    source: READ,
    read: [{ actions: ["lambda:GetFunctionEventInvokeConfig"], on: FUNCTION }],
    create: [{ actions: ["lambda:PutFunctionEventInvokeConfig"], on: FUNCTION }],
    delete: [{ actions: ["lambda:DeleteFunctionEventInvokeConfig"], on: FUNCTION }],
  },
  aws_lambda_function_recursion_config: {
    source: READ,
    read: [{ actions: ["lambda:GetFunctionRecursionConfig"], on: FUNCTION }],
    create: [{ actions: ["lambda:PutFunctionRecursionConfig"], on: FUNCTION }],
  },
  aws_lambda_function_url: {
    source: READ,
    read: [{ actions: ["lambda:GetFunctionUrlConfig"], on: [FUNCTION, VERSION_OR_ALIAS] }],
    // The provider adds a permission itself when a URL is public (lib/function/function-url.ts).
    create: [
      {
        actions: ["lambda:CreateFunctionUrlConfig", "lambda:AddPermission"],
        on: [FUNCTION, VERSION_OR_ALIAS],
      },
    ],
    update: [{ actions: ["lambda:UpdateFunctionUrlConfig"], on: [FUNCTION, VERSION_OR_ALIAS] }],
    delete: [{ actions: ["lambda:DeleteFunctionUrlConfig"], on: [FUNCTION, VERSION_OR_ALIAS] }],
  },
  aws_lambda_permission: {
    source: SEEN,
    read: [{ actions: ["lambda:GetPolicy"], on: FUNCTION }],
    create: [{ actions: ["lambda:AddPermission"], on: FUNCTION }],
    delete: [{ actions: ["lambda:RemovePermission"], on: FUNCTION }],
  },
  aws_lambda_provisioned_concurrency_config: {
    source: READ,
    read: [{ actions: ["lambda:GetProvisionedConcurrencyConfig"], on: VERSION_OR_ALIAS }],
    create: [{ actions: ["lambda:PutProvisionedConcurrencyConfig"], on: VERSION_OR_ALIAS }],
    delete: [{ actions: ["lambda:DeleteProvisionedConcurrencyConfig"], on: VERSION_OR_ALIAS }],
  },
};
