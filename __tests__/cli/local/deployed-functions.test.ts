import { functionsIn } from "../../../cli/local/deployed-functions";

const resource = (name: string, functionName: string) => ({
  mode: "managed",
  type: "aws_lambda_function",
  name,
  instances: [
    {
      attributes: {
        function_name: functionName,
        arn: `arn:aws:lambda:eu-west-1:000000000000:function:${functionName}`,
      },
    },
  ],
});

test("a function of the construct has the construct's id, and one that is a resource by itself that one's name", () => {
  expect(
    functionsIn({
      outputs: { python_function_name: { value: "shop-dev-python" }, url: { value: "x" } },
      resources: [resource("python_Resource_1A2B", "shop-dev-python"), resource("own", "billing")],
    }),
  ).toEqual([
    { id: "python", functionName: "shop-dev-python", region: "eu-west-1" },
    { id: "own", functionName: "billing", region: "eu-west-1" },
  ]);
});

test("data sources and a state without resources are none", () => {
  expect(functionsIn({ resources: [{ ...resource("own", "billing"), mode: "data" }] })).toEqual([]);
  expect(functionsIn({})).toEqual([]);
});
