import { installCommand } from "../../../lib/dockerfile/install-command";

test.each<[command: string, tool: string, manifests: string[]]>([
  ["pip install -r requirements.txt", "python", ["requirements.txt"]],
  ["pip3.12 install --no-cache-dir -rdev.txt --target /x", "python", ["dev.txt"]],
  ["python3 -m pip install --requirement=a.txt -r b.txt", "python", ["a.txt", "b.txt"]],
  ["PIP_X=1 sudo /usr/bin/pip install boto3", "python", []],
  ["uv pip install --system -r requirements.txt", "python", ["requirements.txt"]],
  ["uv sync --frozen", "python", ["pyproject.toml"]],
  ["poetry install --no-root", "python", ["pyproject.toml"]],
  ["pipenv install --system", "python", ["Pipfile"]],
  ["npm ci --omit=dev", "node", ["package.json"]],
  ["npm install express", "node", []],
  ["yarn", "node", ["package.json"]],
  ["pnpm i", "node", ["package.json"]],
])("GIVEN %s THEN it installs with %s, from %j", (command, tool, manifests) => {
  expect(installCommand(command.split(" "))).toMatchObject({ tool, manifests });
});

test.each([
  "pip --version",
  "npm run build",
  "yarn build",
  "uv export",
  "python app.py",
  "dnf install gcc",
  "",
])("GIVEN %j THEN it is not an install command", (command) => {
  expect(installCommand(command.split(" "))).toBeUndefined();
});
