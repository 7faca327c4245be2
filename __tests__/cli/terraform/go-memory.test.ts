import { goMemory } from "../../../cli/terraform/go-memory";

const GB = 1e9;

test("is half of the machine's memory at most", () => {
  expect(goMemory(16 * GB, 0)).toEqual({ GOGC: "400", GOMEMLIMIT: "8000000000" });
  expect(goMemory(16 * GB, 2 ** 64).GOMEMLIMIT).toBe("8000000000");
});

test("is half of what a container may use", () => {
  expect(goMemory(16 * GB, 2 * GB).GOMEMLIMIT).toBe("1000000000");
});

test("is known here", () => {
  expect(Number(goMemory().GOMEMLIMIT)).toBeGreaterThan(GB / 4);
});
