import { functionsIn } from "../../../cli/local/deployed-functions";

const resource = (name: string, functionName: string, logGroup?: string) => ({
  mode: "managed",
  type: "aws_lambda_function",
  name,
  instances: [
    {
      attributes: {
        function_name: functionName,
        arn: `arn:aws:lambda:eu-west-1:000000000000:function:${functionName}`,
        logging_config: [{ log_group: logGroup ?? "" }],
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
    {
      id: "python",
      functionName: "shop-dev-python",
      region: "eu-west-1",
      logGroup: "/aws/lambda/shop-dev-python",
    },
    { id: "own", functionName: "billing", region: "eu-west-1", logGroup: "/aws/lambda/billing" },
  ]);
});

test("a function that logs into another log group has that one", () => {
  const [fn] = functionsIn({ resources: [resource("own", "billing", "/shop/all")] });
  expect(fn?.logGroup).toBe("/shop/all");
});

test("data sources and a state without resources are none", () => {
  expect(functionsIn({ resources: [{ ...resource("own", "billing"), mode: "data" }] })).toEqual([]);
  expect(functionsIn({})).toEqual([]);
});
