import * as path from "node:path";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import type { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import * as lambda from "cdktf-lambda-images";
import { Duration, Size } from "cdktf-lambda-images";
import type { Construct } from "constructs";
import type { Environment } from "../../../stacks/environment";
import { EnvironmentStack } from "../../../stacks/environment-stack";

export interface ReportsStackProps {
  readonly credentials: SecretsmanagerSecret;
  readonly tables: DynamodbTable[];
}

export class ReportsStack extends EnvironmentStack {
  constructor(scope: Construct, id: string, environment: Environment, props: ReportsStackProps) {
    super(scope, id, environment);
    const { credentials, tables } = props;

    const logGroup = new CloudwatchLogGroup(this, "Logs", {
      name: "/aws/lambda/reports",
      retentionInDays: lambda.RetentionDays.ONE_WEEK,
    });

    const reports = new lambda.DockerImageFunction(this, "Reports", {
      functionName: "reports",
      code: lambda.DockerImageCode.fromImageAsset(path.join(__dirname, "image"), {
        exclude: ["*.md"],
      }),
      memorySize: 1536,
      timeout: Duration.minutes(5),
      ephemeralStorageSize: Size.gibibytes(2),
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      applicationLogLevel: lambda.ApplicationLogLevel.WARN,
      environment: { CREDENTIALS_ARN: credentials.arn },
    });

    lambda.SecretGrants.fromSecret(credentials).read(reports);
    for (const table of tables) {
      lambda.TableGrants.fromTable(table).readWriteData(reports);
    }
  }
}
