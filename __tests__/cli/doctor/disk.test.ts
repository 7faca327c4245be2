import { checkDisk, classifyDisk } from "../../../cli/doctor/disk";
import { temporaryFolder } from "./machine";

const MIB = 1024 * 1024;

describe("the disk of an engine", () => {
  test("with nothing left is a problem", () => {
    const check = classifyDisk("/var/lib/docker", { bytes: 12 * MIB, files: 100_000 });
    expect(check.status).toBe("problem");
    expect(check.problem).toMatchObject({ code: "docker-disk-full" });
    expect(check.problem?.what).toContain("12 MiB left (/var/lib/docker)");
    expect(check.problem?.fix).toContain("docker system prune");
  });

  test("that is scarce is a warning", () => {
    expect(classifyDisk("/d", { bytes: 500 * MIB })).toMatchObject({
      status: "warning",
      found: "500 MiB free in /d",
    });
  });

  test("with space but without inodes is a problem that names the inodes", () => {
    const check = classifyDisk("/d", { bytes: 50_000 * MIB, files: 12 });
    expect(check.status).toBe("problem");
    expect(check.problem?.what).toContain("not enough free inodes");
  });

  test("is fine with space, also on a file system without a limit of files", () => {
    expect(classifyDisk("/d", { bytes: 50_000 * MIB, files: 200_000 })).toMatchObject({
      status: "ok",
      found: "48.8 GiB free in /d",
    });
    expect(classifyDisk("/d", { bytes: 50_000 * MIB }).status).toBe("ok");
  });

  test("is checked on this machine only", () => {
    const engine = { version: "1", architecture: "amd64", osType: "linux", rootless: false };
    const rootDir = temporaryFolder();
    expect(checkDisk({ ...engine, rootDir, onThisMachine: false }).status).toBe("skipped");
    expect(checkDisk({ ...engine, rootDir, onThisMachine: true }).found).toContain(rootDir);
    expect(checkDisk({ ...engine, rootDir: `${rootDir}/none`, onThisMachine: true }).status).toBe("skipped");
  });
});
