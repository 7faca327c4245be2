import type { ResourceTypes } from "../resource-type";
import { SEEN } from "./source";

const MACHINE = "arn:{partition}:states:{region}:{account}:stateMachine:{name}";

export const states: ResourceTypes = {
  aws_sfn_state_machine: {
    source: SEEN,
    arn: MACHINE,
    attributes: { id: MACHINE },
    defaults: { name: "terraform-*" },
    read: [
      {
        actions: [
          "states:DescribeStateMachine",
          "states:ListStateMachineVersions",
          "states:ListTagsForResource",
        ],
        on: MACHINE,
      },
      // A plan has AWS check the definition.
      { actions: ["states:ValidateStateMachineDefinition"], on: "*" },
    ],
    create: [
      { actions: ["states:CreateStateMachine"], on: MACHINE },
      { actions: ["states:TagResource"], on: MACHINE, when: "tags" },
      { actions: ["states:PublishStateMachineVersion"], on: MACHINE, when: "publish" },
    ],
    update: [
      { actions: ["states:UpdateStateMachine"], on: MACHINE },
      { actions: ["states:UntagResource"], on: MACHINE, when: "tags" },
    ],
    delete: [{ actions: ["states:DeleteStateMachine"], on: MACHINE }],
    passes: [{ argument: "role_arn", service: "states.amazonaws.com" }],
  },
  "data.aws_sfn_state_machine": {
    source: SEEN,
    arn: MACHINE,
    attributes: { id: MACHINE },
    read: [
      { actions: ["states:ListStateMachines"], on: "*" },
      { actions: ["states:DescribeStateMachine"], on: MACHINE },
    ],
  },
};
