import type { Project } from "../project";
import { type Packages, pipfile, pipfileLock, poetryLock, uvLock } from "./lock-files";
import { API, FETCH, PRICES } from "./python-sources";

const FETCH_PACKAGES: Packages = {
  certifi: ["2025.8.3"],
  "charset-normalizer": ["3.4.3"],
  idna: ["3.10"],
  requests: ["2.32.5", "certifi", "charset-normalizer", "idna", "urllib3"],
  urllib3: ["2.5.0"],
};

const API_PACKAGES: Packages = {
  "annotated-types": ["0.7.0"],
  pydantic: ["2.11.7", "annotated-types", "pydantic-core", "typing-extensions", "typing-inspection"],
  "pydantic-core": ["2.33.2", "typing-extensions"],
  pyjwt: ["2.10.1"],
  "typing-extensions": ["4.14.1"],
  "typing-inspection": ["0.4.1", "typing-extensions"],
};

const POETRY_FETCH = `[tool.poetry]
name = "documents"
version = "0.1.0"
description = "Fetches documents"
authors = ["Documents team <documents@example.com>"]
package-mode = false

[tool.poetry.dependencies]
python = "^3.12"
requests = "^2.32.5"

[tool.poetry.group.dev.dependencies]
pytest = "^8.4.1"

[build-system]
requires = ["poetry-core"]
build-backend = "poetry.core.masonry.api"
`;

const UV_FETCH = `[project]
name = "documents"
version = "0.1.0"
requires-python = ">=3.12"
dependencies = [
    "requests>=2.32.5",
]

[dependency-groups]
dev = [
    "pytest>=8.4.1",
]
`;

const UV_API = `[project]
name = "orders"
version = "0.1.0"
requires-python = ">=3.12"
dependencies = [
    "pydantic>=2.11.7",
    "pyjwt>=2.10.1",
]
`;

/** Python on AWS's base images, with Poetry, uv and Pipenv. */
export const PYTHON_TOOLS: readonly Project[] = [
  {
    name: "Poetry, installed into the image",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.12
RUN pip install --no-cache-dir poetry==1.8.5
COPY pyproject.toml poetry.lock ./
RUN poetry config virtualenvs.create false && poetry install --only main --no-root --no-interaction
COPY app.py ./
CMD ["app.handler"]
`,
      "app.py": FETCH,
      "pyproject.toml": POETRY_FETCH,
      "poetry.lock": poetryLock(FETCH_PACKAGES),
    },
  },
  {
    name: "Poetry, exported in a builder stage",
    files: {
      Dockerfile: `FROM python:3.12-slim AS export
WORKDIR /export
RUN pip install poetry==1.8.5 poetry-plugin-export==1.8.0
COPY pyproject.toml poetry.lock ./
RUN poetry export --without-hashes -f requirements.txt -o requirements.txt

FROM public.ecr.aws/lambda/python:3.12
COPY --from=export /export/requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY app/ \${LAMBDA_TASK_ROOT}/app/
CMD ["app.main.handler"]
`,
      "app/__init__.py": "",
      "app/main.py": API,
      "app/service.py": PRICES,
      "pyproject.toml": POETRY_FETCH.replace("documents", "orders").replace(
        'requests = "^2.32.5"',
        'pydantic = "^2.11.7"\npyjwt = "^2.10.1"',
      ),
      "poetry.lock": poetryLock(API_PACKAGES),
    },
  },
  {
    name: "uv, synchronized in a builder stage",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.13 AS builder
COPY --from=ghcr.io/astral-sh/uv:0.8.13 /uv /bin/uv
ENV UV_COMPILE_BYTECODE=1 UV_NO_INSTALLER_METADATA=1 UV_LINK_MODE=copy
WORKDIR /build
COPY pyproject.toml uv.lock ./
RUN uv export --frozen --no-dev --no-emit-project -o requirements.txt && uv pip install -r requirements.txt --target /build/packages

FROM public.ecr.aws/lambda/python:3.13
COPY --from=builder /build/packages \${LAMBDA_TASK_ROOT}
COPY ./app \${LAMBDA_TASK_ROOT}/app
CMD ["app.main.handler"]
`,
      "app/__init__.py": "",
      "app/main.py": API,
      "app/service.py": PRICES,
      "pyproject.toml": UV_API,
      "uv.lock": uvLock("orders", ["pydantic", "pyjwt"], API_PACKAGES),
    },
  },
  {
    name: "uv, a frozen environment beside the code",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.12
COPY --from=ghcr.io/astral-sh/uv:0.8.13 /uv /uvx /bin/
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev
ENV PYTHONPATH=/var/task/.venv/lib/python3.12/site-packages
COPY app.py ./
CMD ["app.handler"]
`,
      "app.py": FETCH,
      "pyproject.toml": UV_FETCH,
      "uv.lock": uvLock("documents", ["requests"], FETCH_PACKAGES),
    },
  },
  {
    name: "uv, from pyproject.toml to the task root",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.13
RUN pip install uv==0.8.13
COPY pyproject.toml ./
RUN uv pip install --system -r pyproject.toml --target "\${LAMBDA_TASK_ROOT}"
COPY main.py prices.py ./
CMD ["main.handler"]
`,
      "main.py": API.replace("from app.service", "from prices"),
      "prices.py": PRICES,
      "pyproject.toml": UV_API,
    },
  },
  {
    name: "uv, exported in a step of its own",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.12
COPY --from=ghcr.io/astral-sh/uv:0.8.13 /uv /bin/uv
COPY pyproject.toml uv.lock \${LAMBDA_TASK_ROOT}/
RUN uv export --frozen --no-dev --no-hashes --output-file requirements.txt
RUN pip install --no-cache-dir -r requirements.txt
COPY app.py \${LAMBDA_TASK_ROOT}/
CMD ["app.handler"]
`,
      "app.py": FETCH,
      "pyproject.toml": UV_FETCH,
      "uv.lock": uvLock("documents", ["requests"], FETCH_PACKAGES),
    },
  },
  {
    name: "Pipenv, deployed into the image",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.12
RUN pip install pipenv==2025.0.4
COPY Pipfile Pipfile.lock ./
RUN pipenv install --system --deploy
COPY lambda_function.py ./
CMD ["lambda_function.handler"]
`,
      "lambda_function.py": FETCH,
      Pipfile: pipfile({ requests: ["2.32.5"] }),
      "Pipfile.lock": pipfileLock(FETCH_PACKAGES),
    },
  },
  {
    name: "pyproject.toml only for tools",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.13
COPY requirements.txt ./
RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt
COPY . .
CMD ["app.handler"]
`,
      "app.py": FETCH,
      "requirements.txt": "# from requirements.in\nrequests==2.32.5\n    # via -r requirements.in\n",
      "requirements.in": "requests\n",
      "pyproject.toml": '[tool.ruff]\nline-length = 100\n\n[tool.mypy]\npython_version = "3.13"\n',
      ".dockerignore": "**/*.pyc\n.venv/\n",
    },
  },
];
