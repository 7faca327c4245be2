import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { DockerImageCode, DockerImageFunction, PermissionsBoundary } from "../../../lib";
import { functionFolder, synth } from "../../synth";

const OUTER = "arn:aws:iam::123456789012:policy/outer";
const INNER = "arn:aws:iam::123456789012:policy/inner";

test("all roles of a scope get the boundary, the inner scope decides, and a role's own one stays", () => {
  const { json } = synth((stack) => {
    const code = () => DockerImageCode.fromImageAsset(functionFolder());
    PermissionsBoundary.of(stack).apply(OUTER);
    new DockerImageFunction(stack, "a", { code: code() });
    const inner = new DockerImageFunction(stack, "b", { code: code() });
    PermissionsBoundary.of(inner).apply(INNER);
    new IamRole(stack, "Own", { name: "own", assumeRolePolicy: "{}", permissionsBoundary: "arn:own" });
    new IamRole(stack, "Plain", { name: "plain", assumeRolePolicy: "{}" });
  });
  // biome-ignore lint/suspicious/noExplicitAny: the JSON of a stack
  const roles = Object.values<any>(json.resource.aws_iam_role);
  expect(Object.fromEntries(roles.map((role) => [role.name, role.permissions_boundary]))).toEqual({
    "shop-dev-a-eu-central-1": OUTER,
    "shop-dev-b-eu-central-1": INNER,
    own: "arn:own",
    plain: OUTER,
  });
});
