import { IotTopicRule } from "@cdktf/provider-aws/lib/iot-topic-rule";
import { Token } from "cdktf";
import { AwsEnvironment } from "../aws-environment";
import type { IEventSource } from "../function/event-source";
import type { FunctionBase } from "../function/function-base";
import { literalUnlessToken } from "../terraform-text";
import { refuse } from "./event-source-mapping";

/** Settings of an IoTRuleEventSource. */
export interface IoTRuleEventSourceProps {
  /** Which messages invoke the function, and with what, for example `SELECT temperature FROM 'sensors/+/readings'`. */
  readonly sql: string;
  /** The version of AWS IoT's SQL. @default "2016-03-23" */
  readonly awsIotSqlVersion?: "2015-10-08" | "2016-03-23" | "beta";
  /** The name: letters, digits and `_`. @default - the function's name and the id */
  readonly ruleName?: string;
  /** For people. @default - none */
  readonly description?: string;
  /** Whether messages match. @default true */
  readonly enabled?: boolean;
}

/** AWS IoT API Reference, CreateTopicRule: ruleName (read 2026-11-28). */
const RULE_NAME = /^[a-zA-Z0-9_]{1,128}$/;

/** Messages of AWS IoT that invoke the function, asynchronously. */
export class IoTRuleEventSource implements IEventSource {
  private created: IotTopicRule | undefined;

  /**
   * @param id a name for the rule, which is part of its address and its name
   * @throws Error when AWS IoT would refuse the settings
   */
  constructor(
    private readonly id: string,
    private readonly props: IoTRuleEventSourceProps,
  ) {
    const { ruleName, sql } = props;
    refuse(`IoT rule ${id}`, [
      ...(ruleName === undefined || Token.isUnresolved(ruleName) || RULE_NAME.test(ruleName)
        ? []
        : [`ruleName has 1 to 128 letters, digits and "_"; got ${JSON.stringify(ruleName)}`]),
      ...(Token.isUnresolved(sql) || /^\s*select\b/i.test(sql)
        ? []
        : [`sql starts with SELECT; got ${JSON.stringify(sql)}`]),
    ]);
  }

  /** The resource, for arguments that this class doesn't have. Undefined before the source was added to a function. */
  get rule(): IotTopicRule | undefined {
    return this.created;
  }

  bind(fn: FunctionBase): void {
    const { sql, awsIotSqlVersion, description, enabled } = this.props;
    const environment = AwsEnvironment.of(fn);
    const name =
      this.props.ruleName ??
      `${environment.nameOf(fn)}_${this.id}`.replace(/[^a-zA-Z0-9_]/g, "_").slice(0, 128);
    const id = `IoTRule-${this.id}`;
    const permission = fn.addPermission(`${id}-Permission`, {
      principal: "iot.amazonaws.com",
      sourceArn: environment.arn("iot", `rule/${name}`),
    });
    this.created = new IotTopicRule(fn, id, {
      name,
      enabled: enabled ?? true,
      // AWS IoT's own `${topic()}` is not Terraform's.
      sql: literalUnlessToken(sql),
      sqlVersion: awsIotSqlVersion ?? "2016-03-23",
      ...(description !== undefined && { description }),
      lambda: [{ functionArn: fn.functionArn }],
      dependsOn: [permission],
    });
  }
}
