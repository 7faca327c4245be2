import { bridgeAddress } from "../../../cli/local/emulator";

describe("the address at which containers reach this machine", () => {
  test("is the gateway that the engine names", () => {
    expect(bridgeAddress("172.18.0.9 172.18.0.0/16 \n")).toBe("172.18.0.9");
  });

  test("is the first of the subnet when a new engine prints no gateway yet", () => {
    expect(bridgeAddress(" 172.17.0.0/16 \n")).toBe("172.17.0.1");
  });

  test("is the IPv4 one of two", () => {
    expect(bridgeAddress("fd00::1 fd00::/64 172.17.0.1 172.17.0.0/16 ")).toBe("172.17.0.1");
  });

  test("is unknown where the engine has no bridge", () => {
    expect(bridgeAddress("\n")).toBeUndefined();
  });
});
