import type { DataAwsSfnStateMachine } from "@cdktf/provider-aws/lib/data-aws-sfn-state-machine";
import type { SfnStateMachine } from "@cdktf/provider-aws/lib/sfn-state-machine";
import { arnOf } from "../arn-of";
import type { Grantee } from "../grantable";
import { grantAll } from "./grant-all";

/** Service Authorization Reference, "AWS Step Functions" (read 2026-11-28). */
const ACTIONS = {
  start: ["states:StartExecution"],
  startSync: ["states:StartSyncExecution"],
} as const;

/** A state machine, or one that is managed elsewhere. */
export type StateMachine = SfnStateMachine | DataAwsSfnStateMachine;

/**
 * Permissions for a state machine of Step Functions.
 *
 * ```ts
 * StateMachineGrants.fromStateMachine(checkout).startExecution(fn);
 * ```
 */
export class StateMachineGrants {
  /** The permissions for a state machine: a resource, or a data source. */
  static fromStateMachine(stateMachine: StateMachine): StateMachineGrants {
    return new StateMachineGrants(stateMachine);
  }

  private constructor(private readonly stateMachine: StateMachine) {}

  /** Start an execution. */
  startExecution(grantee: Grantee): void {
    this.allow(grantee, ACTIONS.start);
  }

  /** Start an execution of an express workflow, and wait for its result. */
  startSyncExecution(grantee: Grantee): void {
    this.allow(grantee, ACTIONS.startSync);
  }

  private allow(grantee: Grantee, actions: readonly string[]): void {
    grantAll(grantee, [{ actions, resources: [arnOf(this.stateMachine)] }]);
  }
}
