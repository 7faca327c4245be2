import type { Tree } from "../../build-context/tree";
import { codesOf, PYTHON, problemOf } from "../read";

const CODE = "install-file-missing";
const TREE: Tree = {
  "requirements.txt": "a==1\n",
  "package.json": "{}",
  "package-lock.json": "{}",
  "pnpm-lock.yaml": "",
  "pyproject.toml": "",
  "uv.lock": "",
  Pipfile: "",
  "api/requirements.txt": "a==1\n",
};

function text(lines: string): string {
  return `FROM ${PYTHON}\n${lines}\nCMD ["app.handler"]\n`;
}

test.each([
  ["pip install -r requirements.txt", "requirements.txt"],
  ["pip3 install --no-cache-dir -r requirements.txt -t .", "requirements.txt"],
  ["python -m pip install -rrequirements.txt", "requirements.txt"],
  ["uv pip install --system -r requirements.txt", "requirements.txt"],
  ["pip install -c requirements.txt boto3", "requirements.txt"],
  ["pip install --upgrade pip && pip install -r requirements.txt", "requirements.txt"],
  ["dnf install -y gcc && pip install -r requirements.txt", "requirements.txt"],
  ["pip install -r /var/task/requirements.txt", "requirements.txt"],
  ["poetry install --no-root", "pyproject.toml"],
  ["uv sync --frozen", "pyproject.toml"],
  ["pipenv install --system", "Pipfile"],
  ["poetry export -o requirements.txt", "pyproject.toml"],
  ["uv export --frozen -o requirements.txt", "pyproject.toml"],
  ["npm ci", "package-lock.json"],
  ["npm ci --omit=dev", "package-lock.json"],
  ["pnpm install --frozen-lockfile", "package.json"],
])("GIVEN RUN %s before anything is copied THEN %s is missing, which stops the build", (run, file) => {
  expect(problemOf(CODE, text(`RUN ${run}\nCOPY . .`), TREE)).toMatchObject({
    severity: "error",
    file: "Dockerfile",
    line: 2,
    message: expect.stringContaining(file),
    fix: `Add above this line: COPY ${file} ./`,
  });
});

test.each([
  ["RUN npm install\nCOPY . .", "warning"],
  ["COPY . ./app\nRUN pip install -r requirements.txt", "error"],
  ["COPY api ./api\nRUN cd api && pip install -r ../requirements.txt", "error"],
  ["WORKDIR /x\nCOPY requirements.txt /y/\nRUN pip install -r requirements.txt", "error"],
  [`RUN pip install -r requirements.txt\nFROM ${PYTHON}\nCOPY --from=0 /x /x`, "error"],
])("GIVEN %j THEN it is a problem of severity %s", (lines, severity) => {
  expect(problemOf(CODE, text(lines), TREE)).toMatchObject({ severity });
});

test("GIVEN a file that is excluded THEN the fix names the line", () => {
  const tree = { ...TREE, ".dockerignore": "*.txt\n" };
  expect(problemOf(CODE, text("COPY . .\nRUN pip install -r requirements.txt"), tree).fix).toBe(
    "requirements.txt is left out. Remove line 1 of .dockerignore (*.txt), or add the line !requirements.txt below it.",
  );
});

test.each([
  "COPY requirements.txt .\nRUN pip install -r requirements.txt",
  "COPY req*.txt .\nRUN pip install -r requirements.txt",
  "COPY $X .\nRUN pip install -r requirements.txt",
  "COPY . .\nRUN cd api && pip install -r requirements.txt",
  "RUN --mount=type=bind,source=requirements.txt,target=requirements.txt pip install -r requirements.txt",
  "RUN --mount=type=bind,source=.,target=/src pip install -r /src/requirements.txt",
  "RUN --mount=type=bind,target=. pip install -r requirements.txt",
  "RUN curl -O https://example.com/requirements.txt && pip install -r requirements.txt",
  "COPY pyproject.toml .\nRUN uv export > requirements.txt && pip install -r requirements.txt",
  "COPY pyproject.toml .\nRUN poetry export -o requirements.txt && pip install -r requirements.txt",
  "RUN git clone https://example.com/x . && pip install -r requirements.txt",
  "RUN pip install -r https://example.com/requirements.txt",
  "RUN if [ -f requirements.txt ]; then pip install -r requirements.txt; fi",
  "RUN pip install -r requirements.txt || true",
  "RUN <<EOF\npip install -r requirements.txt\necho done\nEOF",
  "COPY package*.json ./\nRUN npm ci",
  "RUN npm install -g pnpm",
  "COPY <<EOF requirements.txt\na==1\nEOF\nRUN pip install -r requirements.txt",
  "COPY --from=somebody/image:1 /x/requirements.txt .\nRUN pip install -r requirements.txt",
])("GIVEN %j THEN nothing is reported", (lines) => {
  expect(codesOf(text(lines), TREE)).not.toContain(CODE);
});

test("GIVEN npm install, and no package.json at all THEN it is superfluous, and no problem", () => {
  expect(codesOf(text("RUN npm install"))).not.toContain(CODE);
});
