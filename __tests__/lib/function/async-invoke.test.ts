import { DockerImageCode, DockerImageFunction, Duration } from "../../../lib";
import { functionFolder, only, synth } from "../../synth";

function withFunction(use: (fn: DockerImageFunction) => void) {
  return synth((stack) => {
    use(new DockerImageFunction(stack, "python", { code: DockerImageCode.fromImageAsset(functionFolder()) }));
  }).json;
}

test("asynchronous invocations can be configured after the function was made", () => {
  const json = withFunction((fn) => {
    fn.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: Duration.hours(1) });
  });
  expect(only(json, "aws_lambda_function_event_invoke_config")).toMatchObject({
    maximum_retry_attempts: 0,
    maximum_event_age_in_seconds: 3600,
  });
});

test("what Lambda would refuse is an error", () => {
  expect(() => withFunction((fn) => fn.configureAsyncInvoke({ retryAttempts: 3 }))).toThrow(
    /\[shop\/python\].*retryAttempts must be a whole number from 0 to 2; got 3/s,
  );
});
