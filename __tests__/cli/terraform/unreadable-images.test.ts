import { dockerLogins } from "../../../cli/terraform/docker-logins";
import { pushedImages } from "../../../cli/terraform/pushed-images";
import { extraFile, unreadableImages, unreadableText } from "../../../cli/terraform/unreadable-images";

const OLD = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
const NEW = "222222222222.dkr.ecr.eu-west-1.amazonaws.com";
const PASSWORD = "${ephemeral.aws_ecr_authorization_token.registry.password}";
const LOGIN = { username: "AWS", password: PASSWORD };
const PORT = "${var.local_aws_port}";

const image = (registry: string, name = "one") => ({
  mode: "managed",
  type: "docker_registry_image",
  name,
  instances: [{ attributes: { name: `${registry}/shop/one:1` } }],
});

function look(
  resources: readonly object[],
  stack: object,
  environment: Record<string, string> = {},
  tofu = false,
) {
  const logins = dockerLogins(stack, environment);
  const found = unreadableImages(pushedImages(JSON.stringify({ resources })), stack, logins, tofu);
  const file = extraFile(found, stack);
  return { text: unreadableText(found, logins), file: file && { ...file, text: JSON.parse(file.text) } };
}

type Auth = { readonly address: string; readonly [setting: string]: unknown };

const docker = (...registry_auth: readonly Auth[]) => ({ provider: { docker: [{ registry_auth }] } });

test("nothing is printed and written if all images are in the stack's registry", () => {
  expect(look([image(NEW)], docker({ address: `https://${NEW}`, ...LOGIN }))).toEqual({ text: [] });
  expect(look([], docker({ address: `https://${NEW}`, ...LOGIN }))).toEqual({ text: [] });
  expect(
    look([image("localhost:4566")], {
      ...docker({ address: `http://localhost:${PORT}`, auth_disabled: true }),
      variable: { local_aws_port: { default: 4566 } },
    }),
  ).toEqual({ text: [] });
});

test("an image in another registry gets an invalid login, besides the existing ones", () => {
  const { text, file } = look(
    [image(OLD), image(OLD, "two"), image(NEW, "three")],
    docker({ address: `https://${NEW}`, ...LOGIN }),
  );
  expect(text).toHaveLength(2);
  expect(text[0]).toContain("docker_registry_image.one ");
  expect(text[0]).toContain(OLD);
  expect(text[0]).toContain(NEW);
  expect(text.join()).not.toContain("password");
  expect(file).toEqual({
    name: "earlier-registries_override.tf.json",
    text: docker({ address: `https://${NEW}`, ...LOGIN }, { address: `https://${OLD}`, auth_disabled: true }),
  });
});

test("the local AWS on another port is another registry", () => {
  const auth = { address: `http://localhost:${PORT}`, auth_disabled: true };
  const { text, file } = look([image("localhost:4566")], docker(auth), { TF_VAR_local_aws_port: "4599" });
  expect(text[0]).toMatch(/localhost:4566.*localhost:4599/);
  expect(file?.text).toEqual(docker(auth, { address: "https://localhost:4566", auth_disabled: true }));
});

test("without a docker provider an image is removed from the state, unless the stack has a removed block", () => {
  const stack = { removed: [{ from: "docker_registry_image.one" }] };
  expect(look([image(OLD)], stack)).toEqual({ text: [] });
  const { text, file } = look([image(OLD), image(OLD, "two")], stack);
  expect(text).toHaveLength(1);
  expect(text[0]).toContain("docker_registry_image.two");
  expect(file).toEqual({
    name: "earlier-registries.tf.json",
    text: {
      terraform: { required_providers: { docker: { source: "kreuzwerker/docker" } } },
      provider: {
        docker: [
          {
            disable_docker_daemon_check: true,
            registry_auth: [{ address: `https://${OLD}`, auth_disabled: true }],
          },
        ],
      },
    },
  });
});

test("OpenTofu refreshes an image in a removed block", () => {
  const stack = { removed: [{ from: "docker_registry_image.one" }] };
  expect(look([image(OLD)], stack, {}, true).file?.name).toBe("earlier-registries.tf.json");
});

test.each([
  [{ auth_disabled: true }, { kind: "none" }],
  [{}, { kind: "docker-config" }],
  [LOGIN, { kind: "token" }],
  [
    { username: "AWS", password: "${var.pw}" },
    { kind: "plain", plain: "AWS:secret" },
  ],
])("the source of a login: %j", (auth, expected) => {
  expect(dockerLogins(docker({ address: `https://${NEW}`, ...auth }), { TF_VAR_pw: "secret" })).toEqual([
    { registry: NEW, url: `https://${NEW}`, ...expected },
  ]);
});
