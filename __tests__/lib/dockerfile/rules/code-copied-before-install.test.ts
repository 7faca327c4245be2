import { codesOf, PYTHON, problemOf } from "../read";

const CODE = "code-copied-before-install";
const CMD = 'CMD ["app.handler"]\n';
const TREE = {
  "app.py": "",
  "requirements.txt": "humanize==4.12.3\n",
  "package.json": "{}",
  "package-lock.json": "{}",
  "app/requirements.txt": "humanize==4.12.3\n",
};

test("GIVEN the code before its requirements THEN the corrected lines are given", () => {
  const text = `FROM ${PYTHON}\nCOPY . \${LAMBDA_TASK_ROOT}\nCOPY requirements.txt .\nRUN pip3 install -r requirements.txt\n${CMD}`;
  expect(problemOf(CODE, text, TREE)).toMatchObject({
    severity: "hint",
    line: 2,
    fix: "COPY requirements.txt .\nRUN pip3 install -r requirements.txt\nCOPY . ${LAMBDA_TASK_ROOT}",
  });
});

test("GIVEN no COPY of the manifest THEN the fix has one", () => {
  const text = `FROM public.ecr.aws/lambda/nodejs:24\nCOPY . .\nRUN npm ci\n${CMD}`;
  expect(problemOf(CODE, text, TREE).fix).toBe(
    "COPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .",
  );
});

test.each([
  ["the requirements are first", "COPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . ."],
  ["the project itself is installed", "COPY . .\nRUN pip install ."],
  ["the step also builds", "COPY . .\nRUN npm ci && npm run build"],
  ["a step in between may need the code", "COPY . .\nRUN ./prepare\nRUN pip install -r requirements.txt"],
  ["nothing is installed from a file", "COPY . .\nRUN pip install humanize==4.12.3"],
  ["the file is in a folder", "COPY . .\nRUN pip install -r app/requirements.txt"],
  ["it is not the file of the context", "COPY . ./app\nRUN pip install -r requirements.txt"],
  ["the file isn't there", "COPY . .\nRUN pip install -r other.txt"],
])("GIVEN %s THEN there is none", (_, lines) => {
  expect(codesOf(`FROM ${PYTHON}\n${lines}\n${CMD}`, TREE)).not.toContain("code-copied-before-install");
});

test.each([
  ["requirements.txt", "-e .\n", "pip install -r requirements.txt"],
  ["requirements.txt", "./lib\n", "pip install -r requirements.txt"],
  ["package.json", '{"scripts":{"postinstall":"tsc"}}', "npm ci"],
  ["package.json", '{"dependencies":{"a":"file:./a"}}', "npm ci"],
])("GIVEN %s with %s, which needs the code THEN there is none", (file, content, run) => {
  expect(codesOf(`FROM ${PYTHON}\nCOPY . .\nRUN ${run}\n${CMD}`, { ...TREE, [file]: content })).toEqual([]);
});
