import { clientPackages } from "../../../cli/local/docker-engine";

// packages.debian.org and packages.ubuntu.com, read 2026-11-28
test.each([
  ["Debian 12, where docker.io has the docker command", ["docker.io"], ["docker.io"]],
  ["Debian 13", ["docker.io", "docker-cli", "docker-buildx"], ["docker-cli", "docker-buildx"]],
  ["Ubuntu 24.04", ["docker.io", "docker-buildx"], ["docker.io"]],
])("the docker command is installed on %s", async (_, there, expected) => {
  expect(await clientPackages(async (name) => there.includes(name))).toEqual(expected);
});
