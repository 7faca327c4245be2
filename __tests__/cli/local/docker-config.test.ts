import { withLogin } from "../../../cli/local/docker-config";

const REGISTRY = "localhost:4566";

test("a configuration of docker keeps its content, and gets a login", () => {
  const own = { currentContext: "colima", auths: { "shop.example": { auth: "b3du" } } };
  expect(withLogin(own, REGISTRY, "bG9jYWw=")).toEqual({
    currentContext: "colima",
    auths: { "shop.example": { auth: "b3du" }, [REGISTRY]: { auth: "bG9jYWw=" } },
  });
});

test("the login is stored in the file, even if others are in a credential store", () => {
  expect(withLogin({ credsStore: "desktop" } as object, REGISTRY, "bG9jYWw=")).toMatchObject({
    credsStore: "desktop",
    credHelpers: { [REGISTRY]: "" },
  });
  expect(withLogin({ credHelpers: { "shop.example": "pass" } }, REGISTRY, "bG9jYWw=")).toMatchObject({
    credHelpers: { "shop.example": "pass", [REGISTRY]: "" },
  });
});
