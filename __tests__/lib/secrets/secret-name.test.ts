import { holdsSecret } from "../../../lib/secrets/secret-name";

test.each([
  ["NPM_TOKEN", undefined],
  ["API_KEY", "abc"],
  ["DJANGO_SECRET_KEY", "x"],
  ["AWS_SECRET_ACCESS_KEY", "x"],
  ["DB_PASSWORD", "123456"],
  ["USE_TOKEN", "npm_x"],
  ["db_passphrase", "x"],
])("GIVEN %s=%s THEN it holds a secret", (name, value) => {
  expect(holdsSecret(name, value)).toBe(true);
});

test.each([
  ["SECRET_ARN", "x"],
  ["TOKEN_TTL", "x"],
  ["PUBLIC_API_KEY", "x"],
  ["NEXT_PUBLIC_TOKEN", "x"],
  ["USE_TOKEN", undefined],
  ["USE_TOKEN", "true"],
  ["NO_TOKEN", "1"],
  ["REQUIRE_PASSWORD", "false"],
  ["REQUIRE_PASSWORD", "0"],
  ["MAX_TOKEN", "4096"],
])("GIVEN %s=%s THEN it holds none", (name, value) => {
  expect(holdsSecret(name, value)).toBe(false);
});
