import { runProgram } from "../../../cli/process/run-program";

describe("a program", () => {
  test("reads its input", async () => {
    expect(await runProgram("cat", [], { input: "hello" })).toEqual({ code: 0, stdout: "hello", stderr: "" });
  });

  test("may end without reading it", async () => {
    expect((await runProgram("true", [], { input: "x".repeat(1_000_000) })).code).toBe(0);
  });

  test("that takes too long is killed, with the programs that it started", async () => {
    const started = performance.now();
    const result = await runProgram("sh", ["-c", "sleep 60 & echo begun; wait"], { timeout: 300 });
    expect(result).toMatchObject({ timedOut: true, stdout: "begun\n" });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test("that ends in time isn't", async () => {
    expect(await runProgram("true", [], { timeout: 5_000 })).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});
