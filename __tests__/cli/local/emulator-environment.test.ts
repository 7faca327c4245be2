import { emulatorEnvironment } from "../../../cli/local/emulator-environment";

const SETTINGS = {
  port: 4567,
  data: "/data",
  dockerConfig: "/docker",
  runtimeEmulator: "/rie",
  layers: "/layers",
};

test("the emulator gets the variables that it needs, and none of the user's credentials, tokens and settings", () => {
  const environment = emulatorEnvironment(
    {
      PATH: "/bin",
      HOME: "/home/you",
      DOCKER_HOST: "unix:///run/user/1000/docker.sock",
      AWS_ACCESS_KEY_ID: "AKIA",
      AWS_PROFILE: "prod",
      GITHUB_TOKEN: "ghp",
      LAMBDA_DOCKER_FLAGS: "--privileged",
      LAMBDA_EXECUTOR: "local",
      DOCKER_CONFIG: "/home/you/.docker",
    },
    SETTINGS,
  );
  expect(environment).toMatchObject({
    PATH: "/bin",
    HOME: "/home/you",
    DOCKER_HOST: "unix:///run/user/1000/docker.sock",
    DOCKER_CONFIG: "/docker",
    GATEWAY_PORT: "4567",
    LAMBDA_EXECUTOR: "docker",
    LAMBDA_STRICT: "1",
  });
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "GITHUB_TOKEN", "LAMBDA_DOCKER_FLAGS", "TZ"]) {
    expect(environment).not.toHaveProperty(name);
  }
});
