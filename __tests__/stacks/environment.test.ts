import { environments } from "../../environments";
import { EnvironmentError, readEnvironment } from "../../stacks/environment";

const settings = {
  account: "123456789012",
  region: "eu-central-1",
  namePrefix: "shop-dev",
  backend: { type: "local" },
} as const;

describe("an environment", () => {
  test.each(Object.keys(environments))("%s of this project can be read", (name) => {
    expect(readEnvironment(environments, name).name).toBe(name);
  });

  test("gets defaults: the safe and the exact ones", () => {
    expect(readEnvironment({ dev: settings }, "dev")).toMatchObject({
      tags: {},
      imageBuilder: "docker-provider",
      registryLogin: "ephemeral-token",
      disposable: false,
    });
  });

  test("that doesn't exist is reported with the existing ones", () => {
    expect(() => readEnvironment({ dev: settings }, "prod")).toThrow(
      'There is no environment "prod" in environments.ts; it has dev.',
    );
    expect(() => readEnvironment({ dev: settings }, "toString")).toThrow(EnvironmentError);
  });

  test("reports all its problems at once", () => {
    const wrong = { ...settings, account: "123", region: "Frankfurt", namePrefix: "Shop" };
    expect(() => readEnvironment({ dev: wrong }, "dev")).toThrow(
      /account: 12 digits[\s\S]*region: a region[\s\S]*namePrefix: 1 to 31/,
    );
  });

  test("refuses a setting that it doesn't know: a typing error would be ignored otherwise", () => {
    expect(() =>
      readEnvironment({ dev: { ...settings, disposible: true } as typeof settings }, "dev"),
    ).toThrow(/disposible/);
  });

  test("takes another image builder from outside, and no unknown one", () => {
    expect(readEnvironment({ dev: settings }, "dev", { imageBuilder: "docker-cli" }).imageBuilder).toBe(
      "docker-cli",
    );
    expect(() => readEnvironment({ dev: settings }, "dev", { imageBuilder: "podman" })).toThrow(
      /imageBuilder/,
    );
  });
});
