import path from "node:path";
import { fillLambdaImage, LAMBDA_DOCKERFILE } from "./lambda-image";
import { addPip, pipInstall } from "./pip";
import type { StandIn } from "./stand-in";

const REQUIREMENTS = path.join(__dirname, "python.txt");

/** Without it pip installs into the distribution's Python. */
const NOT_MANAGED = "RUN rm -f /usr/lib/python3*/EXTERNALLY-MANAGED\n";

/** Otherwise each new container compiles boto3 when it is imported first, which takes half a second. */
const COMPILED = "RUN python3 -m compileall -q /var/runtime\n";

const OFFICIAL_DOCKERFILE = `${NOT_MANAGED}ENV LANG=C.UTF-8
RUN ln -sf /usr/bin/python3 /usr/local/bin/python3 && ln -sf /usr/bin/python3 /usr/local/bin/python
CMD ["python3"]
`;

/** AWS's base images for Python. */
export const lambdaPython: StandIn = {
  images: /^public\.ecr\.aws\/lambda\/python:/,
  contents: () => "the distribution's Python, awslambdaric and boto3",
  dockerfile: `${NOT_MANAGED}ENV PYTHONPATH=/var/runtime\n${LAMBDA_DOCKERFILE}${COMPILED}`,
  async fill(root, { pythonVersion }) {
    await pipInstall(path.join(root, "var/runtime"), REQUIREMENTS, "--python-version", pythonVersion);
    await addPip(root);
    await fillLambdaImage(root, '/usr/bin/python3 -m awslambdaric "$_HANDLER"');
  },
};

/** Docker's own image of Python. */
export const officialPython: StandIn = {
  images: /^(docker\.io\/library\/|public\.ecr\.aws\/docker\/library\/)?python:\d[\d.]*(-slim)?(-[a-z]+)?$/,
  contents: (image) => (image.includes("alpine") ? undefined : "the distribution's Python and pip"),
  dockerfile: OFFICIAL_DOCKERFILE,
  fill: (root) => addPip(root),
};
