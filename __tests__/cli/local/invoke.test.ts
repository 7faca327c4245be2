import { invoke } from "../../../cli/local/invoke";

const AWS = { port: 1, region: "eu-central-1" };

test("GIVEN an event that is larger than Lambda takes THEN it is refused, and nothing is invoked", async () => {
  await expect(invoke("python", JSON.stringify("x".repeat(6 * 1_048_576)), AWS)).rejects.toThrow(
    "The event has 6291458 bytes. Lambda takes 6291456 at most (6 MB; RequestEntityTooLargeException). Nothing was invoked.",
  );
});
