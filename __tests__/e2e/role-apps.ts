import { query, request } from "./aws";
import type { Checkout } from "./checkout";

/** An app, and a change of it for a second deploy. */
export interface App {
  readonly file: string;
  /** Makes what the stack finds in the account. */
  readonly prepare?: (checkout: Checkout) => Promise<void>;
  readonly change: (checkout: Checkout) => void;
  /** Changes tags of single resources, and back when it is called again. @default - no statement is only for that */
  readonly changeTags?: (checkout: Checkout) => void;
  /** Statements of the plan's policy that are really left out; with `npm run check -- --nightly` all of both policies. */
  readonly mutated: readonly string[];
}

export const APPS: Readonly<Record<string, App>> = {
  functions: {
    file: "main.ts",
    mutated: ["Iam", "Lambda"],
    change(checkout) {
      checkout.edit("stacks/functions-stack.ts", "memorySize: 256", "memorySize: 512");
      checkout.edit("lambdas/python/lambda_function.py", "import", "# changed\nimport");
      checkout.edit("environments.ts", 'Environment: "dev"', 'Stage: "dev"');
    },
  },
  "event sources": {
    file: "examples/event-sources.ts",
    mutated: ["Sqs"],
    change(checkout) {
      edit(checkout, "examples/event-sources.ts", [
        ["retentionInDays: 7", "retentionInDays: 14"],
        ["batchSize: 5", "batchSize: 4"],
        ["shardCount: 1", "shardCount: 2"],
        ["timeout: Duration.seconds(5)", "timeout: Duration.seconds(6)"],
        ["each minute", "every minute"],
        ["sqsManagedSseEnabled: true", "sqsManagedSseEnabled: true, visibilityTimeoutSeconds: 40"],
      ]);
      checkout.write(
        "examples/event-sources/events.py",
        `${checkout.read("examples/event-sources/events.py")}\n# changed\n`,
      );
      checkout.edit("environments.ts", 'Stage: "dev"', 'Environment: "dev"');
    },
  },
  "all features": {
    file: "__tests__/e2e/all-features-app.ts",
    mutated: ["Cognitoidp"],
    async prepare(checkout) {
      checkout.write("found.json", JSON.stringify(await makeNetwork(checkout)));
    },
    change(checkout) {
      edit(checkout, "__tests__/all-features.ts", [
        ["memorySize: 512", "memorySize: 256"],
        ['description: "for everyone"', 'description: "for all"'],
        ["threshold: 1,", "threshold: 2,"],
        ["additionalVersions: ", 'description: "old", additionalVersions: '],
        ['name: "/shop/mode", type: "String", value: "1"', 'name: "/shop/mode", type: "String", value: "2"'],
        ['MetricFilter(stack, "Slow", {', 'MetricFilter(stack, "Slow", { metricValue: "2",'],
      ]);
      edit(checkout, "__tests__/lib/event-sources/all-sources.ts", [
        ['healthCheckPath: "/health"', 'healthCheckPath: "/healthy"'],
        ["conditions: [", 'conditions: [ListenerCondition.httpRequestMethods(["GET"]),'],
        ["SELECT *, ", "SELECT "],
        ['statusCode: "404"', 'statusCode: "403"'],
        ['{ name: "customers" }', '{ name: "customers", autoVerifiedAttributes: ["email"] }'],
        ['description: "Cleans up"', 'description: "Cleans"'],
      ]);
      this.changeTags?.(checkout);
    },
    changeTags(checkout) {
      const file = "__tests__/e2e/all-features-app.ts";
      const tags = ["{ Part:", "{ Section:"];
      const [from = "", to = ""] = checkout.read(file).includes("{ Part:") ? tags : tags.reverse();
      checkout.edit(file, from, to);
    },
  },
};

function edit(checkout: Checkout, file: string, edits: readonly (readonly [string, string])[]): void {
  for (const [from, to] of edits) {
    checkout.edit(file, from, to);
  }
}

/** A VPC with two subnets, a load balancer and a file system, which the stack of all features finds in its account. */
async function makeNetwork(checkout: Checkout): Promise<unknown> {
  const one = async (service: string, fields: Readonly<Record<string, string>>, tag: string) => {
    const text = await (await query(checkout, service, fields)).text();
    return new RegExp(`<${tag}>([^<]+)</${tag}>`).exec(text)?.[1] ?? "";
  };
  const ec2 = (fields: Readonly<Record<string, string>>, tag: string) =>
    one("ec2", { Version: "2016-11-15", ...fields }, tag);
  const vpcId = await ec2({ Action: "CreateVpc", CidrBlock: "10.1.0.0/16" }, "vpcId");
  const subnet = (CidrBlock: string, AvailabilityZone: string) =>
    ec2({ Action: "CreateSubnet", VpcId: vpcId, CidrBlock, AvailabilityZone }, "subnetId");
  const subnetIds = [
    await subnet("10.1.0.0/24", "eu-central-1a"),
    await subnet("10.1.1.0/24", "eu-central-1b"),
  ] as const;
  const loadBalancerArn = await one(
    "elasticloadbalancing",
    {
      Action: "CreateLoadBalancer",
      Version: "2015-12-01",
      Name: "shop",
      "Subnets.member.1": subnetIds[0],
      "Subnets.member.2": subnetIds[1],
    },
    "LoadBalancerArn",
  );
  const fileSystem = await request(checkout, "elasticfilesystem", "/2015-02-01/file-systems", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ CreationToken: "shop" }),
  });
  const { FileSystemId: fileSystemId } = (await fileSystem.json()) as { readonly FileSystemId: string };
  const permissionsBoundary = "arn:aws:iam::000000000000:policy/boundary-hello-dev";
  return { vpcId, subnetIds, loadBalancerArn, fileSystemId, permissionsBoundary };
}
