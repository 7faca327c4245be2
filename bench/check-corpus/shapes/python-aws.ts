import type { Project } from "../project";
import { API, FETCH, GREETING, PRICES, REPORT, STORE } from "./python-sources";

/** Python on AWS's base images, with pip or without packages. */
export const PYTHON_ON_AWS: readonly Project[] = [
  {
    name: "Python, one file",
    files: {
      Dockerfile: 'FROM public.ecr.aws/lambda/python:3.13\nCOPY app.py ./\nCMD ["app.handler"]\n',
      "app.py": GREETING,
    },
  },
  {
    name: "Python 3.9, one file",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.9

COPY lambda_function.py \${LAMBDA_TASK_ROOT}

CMD [ "lambda_function.lambda_handler" ]
`,
      "lambda_function.py": GREETING.replace("def handler", "def lambda_handler"),
    },
  },
  {
    name: "Python 3.10, requirements.txt",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.10

# Install the packages first, they rarely change
COPY requirements.txt \${LAMBDA_TASK_ROOT}
RUN pip install -r requirements.txt

COPY lambda_function.py \${LAMBDA_TASK_ROOT}

CMD [ "lambda_function.handler" ]
`,
      "lambda_function.py": FETCH,
      "requirements.txt": "requests==2.32.5\n",
    },
  },
  {
    name: "Python 3.11, packages whose names contain “python”",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.11
WORKDIR \${LAMBDA_TASK_ROOT}
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
CMD ["main.handler"]
`,
      "main.py": REPORT,
      "requirements.txt":
        'python-dotenv==1.2.1 ; python_version >= "3.9"\npython-dateutil==2.9.0.post0 ; python_version >= "3.9"\nhumanize==4.12.3\n',
      ".dockerignore": ".git\n.venv\n**/__pycache__\ntests\n",
      "tests/test_main.py": "def test_nothing():\n    assert True\n",
    },
  },
  {
    name: "Python, a package as the handler's folder",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.12
COPY requirements.txt ./
RUN pip install --upgrade pip && pip install --no-cache-dir -r requirements.txt
COPY app/ ./app/
CMD ["app.main.handler"]
`,
      "app/__init__.py": "",
      "app/main.py": API,
      "app/service.py": PRICES,
      "requirements.txt": "pydantic==2.11.7\npyjwt==2.10.1\n",
    },
  },
  {
    name: "Python, helper modules beside the handler",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.14
COPY main.py store.py prices.py ./
CMD ["main.handler"]
`,
      "main.py": `import json

from prices import total
from store import load_orders


def handler(event, context):
    orders = load_orders(event["customer"])
    amount = total(orders)
    return {"statusCode": 200, "body": json.dumps({"orders": len(orders), "total": amount})}
`,
      "prices.py": PRICES,
      "store.py": STORE,
    },
  },
  {
    name: "Python, modules copied by lines of their own",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.13
COPY requirements.txt .
RUN pip install -r requirements.txt --target "\${LAMBDA_TASK_ROOT}"
COPY common/ \${LAMBDA_TASK_ROOT}/common/
COPY lambda_function.py \${LAMBDA_TASK_ROOT}/
CMD ["lambda_function.handler"]
`,
      "common/__init__.py": "",
      "common/prices.py": PRICES,
      "lambda_function.py": `import logging

import structlog
from common.prices import total

log = structlog.get_logger()
logging.basicConfig(level=logging.INFO)


def handler(event, context):
    amount = total(event["orders"])
    log.info("priced", amount=amount)
    return {"total": amount}
`,
      "requirements.txt": "structlog==25.4.0\n",
    },
  },
  {
    name: "Python, the whole folder and a `.dockerignore`",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.12

COPY . \${LAMBDA_TASK_ROOT}
RUN pip install -r requirements.txt

CMD ["handler.main"]
`,
      "handler.py": STORE.replaceAll("load_orders(customer)", "main(event, context)").replace(
        'Key("customer").eq(customer)',
        'Key("customer").eq(event["customer"])',
      ),
      "requirements.txt": "aws-lambda-powertools==3.20.0\n",
      ".dockerignore": "Dockerfile\n.dockerignore\nREADME.md\n",
      "README.md": "# Orders\n",
    },
  },
  {
    name: "Python, packages from a builder stage",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.12 AS builder
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt --target /opt/packages

FROM public.ecr.aws/lambda/python:3.12
COPY --from=builder /opt/packages \${LAMBDA_TASK_ROOT}
COPY src/app.py \${LAMBDA_TASK_ROOT}/app.py
CMD ["app.handler"]
`,
      "src/app.py": FETCH,
      "requirements.txt": "requests==2.32.5\n",
    },
  },
  {
    name: "Python, code and packages from a builder stage",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.13 AS build
WORKDIR /build
COPY requirements.txt ./
RUN pip install -r requirements.txt -t /build/out
COPY orders/ ./out/orders/

FROM public.ecr.aws/lambda/python:3.13
COPY --from=build /build/out/ \${LAMBDA_TASK_ROOT}/
CMD ["orders.api.handler"]
`,
      "orders/__init__.py": "",
      "orders/api.py": API.replace("from app.service", "from orders.prices"),
      "orders/prices.py": PRICES,
      "requirements.txt": "pydantic==2.11.7\npyjwt==2.10.1\n",
    },
  },
  {
    name: "Python, a monorepo",
    dockerfile: "services/api/Dockerfile",
    files: {
      "services/api/Dockerfile": `FROM public.ecr.aws/lambda/python:3.12

COPY services/api/requirements.txt ./
RUN pip install -r requirements.txt

COPY libs/common/ ./common/
COPY services/api/app.py services/api/settings.py ./

CMD ["app.handler"]
`,
      "services/api/app.py": `import json

import yaml
from common.prices import total
from settings import STAGE


def handler(event, context):
    orders = yaml.safe_load(event["body"])
    amount = total(orders)
    return {"statusCode": 200, "body": json.dumps({"stage": STAGE, "total": amount})}
`,
      "services/api/settings.py": 'import os\n\nSTAGE = os.environ.get("STAGE", "dev")\n',
      "services/api/requirements.txt": "pyyaml==6.0.2\n",
      "services/worker/Dockerfile":
        'FROM public.ecr.aws/lambda/python:3.12\nCOPY services/worker/worker.py ./\nCMD ["worker.handler"]\n',
      "services/worker/worker.py": GREETING,
      "libs/common/__init__.py": "",
      "libs/common/prices.py": PRICES,
    },
  },
  {
    name: "Python, a monorepo with one Dockerfile for all services",
    dockerfile: "docker/lambda.Dockerfile",
    buildArgs: { SERVICE: "billing" },
    files: {
      "docker/lambda.Dockerfile": `FROM public.ecr.aws/lambda/python:3.13
ARG SERVICE
COPY services/\${SERVICE}/requirements.txt ./requirements.txt
RUN pip install -r requirements.txt
COPY libs/shared \${LAMBDA_TASK_ROOT}/shared
COPY services/\${SERVICE}/ \${LAMBDA_TASK_ROOT}/
CMD ["handler.handler"]
`,
      "services/billing/handler.py": `import json

import stripe
from shared.prices import total


def handler(event, context):
    amount = total(event["orders"])
    intent = stripe.PaymentIntent.create(amount=int(amount * 100), currency="eur")
    return {"statusCode": 201, "body": json.dumps({"id": intent.id})}
`,
      "services/billing/requirements.txt": "stripe==12.5.1\n",
      "services/mail/handler.py": GREETING,
      "services/mail/requirements.txt": "jinja2==3.1.6\n",
      "libs/shared/__init__.py": "",
      "libs/shared/prices.py": PRICES,
    },
  },
  {
    name: "Python, a handler of Datadog's",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.12
COPY --from=public.ecr.aws/datadog/lambda-extension:83 /opt/. /opt/
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY app.py ./
ENV DD_LAMBDA_HANDLER=app.handler
CMD ["datadog_lambda.handler.handler"]
`,
      "app.py": GREETING,
      "requirements.txt": "datadog-lambda==6.111.0\n",
    },
  },
  {
    name: "Python, a handler of New Relic's",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.13
COPY requirements.txt ./
RUN pip install --no-cache-dir -r requirements.txt
COPY app.py ./
ENV NEW_RELIC_LAMBDA_HANDLER=app.handler
CMD ["newrelic_lambda_wrapper.handler"]
`,
      "app.py": GREETING,
      "requirements.txt": "newrelic==10.13.0\nnewrelic-lambda==1.0.0\n",
    },
  },
  {
    name: "Python, a `src/` folder on the search path",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.12
WORKDIR /var/task
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY src/ ./src/
ENV PYTHONPATH=/var/task/src
CMD ["orders.api.handler"]
`,
      "src/orders/__init__.py": "",
      "src/orders/api.py": API.replace("from app.service", "from orders.prices"),
      "src/orders/prices.py": PRICES,
      "requirements.txt": "pydantic==2.11.7\npyjwt==2.10.1\n",
    },
  },
  {
    name: "Python, a `src/` folder in the handler's name",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.11
COPY src \${LAMBDA_TASK_ROOT}/src
CMD ["src.handlers.orders.handler"]
`,
      "src/handlers/orders.py": `import json

from src.prices import total


def handler(event, context):
    amount = total(json.loads(event["body"]))
    return {"statusCode": 200, "body": json.dumps({"total": amount})}
`,
      "src/prices.py": PRICES,
    },
  },
  {
    name: "Python, `cmd` in TypeScript",
    cmd: ["jobs.nightly.handler"],
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.13
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY jobs/ ./jobs/
CMD ["jobs.hourly.handler"]
`,
      "jobs/__init__.py": "",
      "jobs/hourly.py": GREETING,
      "jobs/nightly.py": REPORT,
      "requirements.txt": "python-dotenv==1.2.1\npython-dateutil==2.9.0.post0\nhumanize==4.12.3\n",
    },
  },
  {
    name: "Python, a target between others",
    target: "final",
    files: {
      Dockerfile: `ARG PYTHON_VERSION=3.12
FROM public.ecr.aws/lambda/python:\${PYTHON_VERSION} AS base
COPY requirements.txt ./
RUN pip install -r requirements.txt

FROM base AS final
COPY app.py client.py ./
CMD ["app.handler"]

FROM base AS test
COPY requirements-dev.txt ./
RUN pip install -r requirements-dev.txt
COPY . .
RUN python -m pytest
`,
      "app.py": `import json

import client


def handler(event, context):
    found = client.handler(event, context)
    body = json.dumps(found)
    return {"statusCode": 200, "body": body}
`,
      "client.py": FETCH,
      "requirements.txt": "requests==2.32.5\n",
      "requirements-dev.txt": "pytest==8.4.1\n",
      "test_app.py": "import app\n\n\ndef test_app():\n    assert app.handler\n",
    },
  },
  {
    name: "Python, here-documents",
    files: {
      Dockerfile: `# syntax=docker/dockerfile:1
FROM public.ecr.aws/lambda/python:3.12
RUN <<EOF
set -e
dnf install -y libxml2
dnf clean all
EOF
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY <<EOF /var/task/version.txt
1.4.0
EOF
COPY app.py ./
CMD ["app.handler"]
`,
      "app.py": FETCH,
      "requirements.txt": "requests==2.32.5\n",
    },
  },
  {
    name: "Python on Graviton",
    architecture: "arm64",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.14
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY *.py ./
CMD ["index.handler"]
`,
      "index.py": REPORT,
      "requirements.txt": "python-dotenv==1.2.1\npython-dateutil==2.9.0.post0\nhumanize==4.12.3\n",
    },
  },
  {
    name: "Python, AWS's entrypoint written out",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.13
COPY app.py \${LAMBDA_TASK_ROOT}/
ENTRYPOINT ["/lambda-entrypoint.sh"]
CMD ["app.handler"]
`,
      "app.py": GREETING,
    },
  },
  {
    name: "Python, FastAPI with Mangum",
    files: {
      Dockerfile: `FROM --platform=linux/amd64 public.ecr.aws/lambda/python:3.11
ENV PYTHONUNBUFFERED=1 \\
    LOG_LEVEL=info
COPY ./requirements.txt ./requirements.txt
RUN python -m pip install --no-cache-dir --upgrade pip \\
 && python -m pip install --no-cache-dir -r ./requirements.txt
COPY ./app ./app
CMD ["app.main.handler"]
`,
      "app/__init__.py": "",
      "app/main.py": `from fastapi import FastAPI
from mangum import Mangum

from app.routes import router

app = FastAPI()
app.include_router(router)
handler = Mangum(app)
`,
      "app/routes.py": `from fastapi import APIRouter

router = APIRouter()


@router.get("/health")
def health():
    return {"status": "ok"}
`,
      "requirements.txt": "fastapi==0.116.1\nmangum==0.19.0\n",
    },
  },
  {
    name: "Python, packages named in RUN",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/python:3.12
RUN dnf install -y git && dnf clean all
RUN pip install --no-cache-dir "sqlalchemy==2.0.43" psycopg2-binary==2.9.10
COPY db.py app.py ./
CMD ["app.lambda_handler"]
`,
      "app.py": `import json

from db import engine
from sqlalchemy import text


def lambda_handler(event, context):
    with engine.connect() as connection:
        rows = connection.execute(text("select 1")).all()
    body = json.dumps([list(row) for row in rows])
    return {"statusCode": 200, "body": body}
`,
      "db.py": `import os

from sqlalchemy import create_engine

engine = create_engine(os.environ["DATABASE_URL"])


def close():
    engine.dispose()
`,
    },
  },
];
