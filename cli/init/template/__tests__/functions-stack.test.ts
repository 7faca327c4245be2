import { Testing } from "cdktf";
import { environments } from "../environments";
import { readEnvironment } from "../stacks/environment";
import { FunctionsStack } from "../stacks/functions-stack";

describe.each(Object.keys(environments))("the stack in %s", (name) => {
  const environment = readEnvironment(environments, name);
  const stack = new FunctionsStack(Testing.app(), "functions", environment);
  // Runs the checks of the functions' folders too, so a problem in one of them fails the test.
  const { resource } = JSON.parse(Testing.synth(stack, true));

  test("has a function that runs its image", () => {
    expect(functionOf("python")).toMatchObject({ package_type: "Image", memory_size: 256, timeout: 30 });
  });

  test("lets the function read from its own bucket, and nothing else", () => {
    const policies = Object.values<{ policy: string }>(resource.aws_iam_role_policy);
    const statements = policies.flatMap(({ policy }) => JSON.parse(policy).Statement);
    const onBuckets = statements.filter(({ Resource }) => String(Resource).startsWith("arn:aws:s3:::"));
    const bucket = `arn:aws:s3:::${environment.namePrefix}-documents-${environment.account}`;
    expect(onBuckets).toEqual([
      { Effect: "Allow", Action: ["s3:ListBucket"], Resource: [bucket] },
      { Effect: "Allow", Action: ["s3:GetObject"], Resource: [`${bucket}/*`] },
    ]);
  });

  function functionOf(id: string) {
    const functions = Object.values<{ function_name: string }>(resource.aws_lambda_function);
    return functions.find(({ function_name }) => function_name === `${environment.namePrefix}-${id}`);
  }
});
