import { withLogin } from "../../../cli/local/docker-config";

const REGISTRY = "localhost:4566";

test("a configuration of docker keeps all that it has, and gets a login", () => {
  const own = { currentContext: "colima", auths: { "shop.example": { auth: "b3du" } } };
  expect(withLogin(own, REGISTRY, "bG9jYWw=")).toEqual({
    currentContext: "colima",
    auths: { "shop.example": { auth: "b3du" }, [REGISTRY]: { auth: "bG9jYWw=" } },
  });
});

test("the login is looked for in the file also where others are in a store of the machine's", () => {
  expect(withLogin({ credsStore: "desktop" } as object, REGISTRY, "bG9jYWw=")).toMatchObject({
    credsStore: "desktop",
    credHelpers: { [REGISTRY]: "" },
  });
  expect(withLogin({ credHelpers: { "shop.example": "pass" } }, REGISTRY, "bG9jYWw=")).toMatchObject({
    credHelpers: { "shop.example": "pass", [REGISTRY]: "" },
  });
});
