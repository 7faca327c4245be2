import type { Project } from "../project";
import { npmProject } from "./lock-files";
import { FETCH, GREETING, PRICES } from "./python-sources";

/** AWS's script for the runtime interface emulator (AWS Lambda Developer Guide, “Using a non-AWS base image”). */
const ENTRY_SCRIPT = `#!/bin/sh
if [ -z "\${AWS_LAMBDA_RUNTIME_API}" ]; then
  exec /usr/local/bin/aws-lambda-rie /usr/local/bin/python -m awslambdaric $@
else
  exec /usr/local/bin/python -m awslambdaric $@
fi
`;

const ORDERS = `from prices import total


def handler(event, context):
    orders = event.get("orders", [])
    amount = total(orders)
    return {"statusCode": 200, "total": amount}
`;

const NODE_HANDLER = `const { total } = require("./total");

exports.handler = async (event) => {
  const amount = total(event.orders);
  return { statusCode: 200, body: JSON.stringify({ amount }) };
};
`;

const NODE_TOTAL = `function total(orders) {
  return orders.reduce((sum, order) => sum + order.price, 0);
}

module.exports = { total };
`;

/** Other base images, most with one of AWS's runtime interface clients. */
export const OTHER_BASES: readonly Project[] = [
  {
    name: "python:slim with awslambdaric, as AWS documents it",
    files: {
      Dockerfile: `# Define custom function directory
ARG FUNCTION_DIR="/function"

FROM python:3.12 AS build-image

# Include global arg in this stage of the build
ARG FUNCTION_DIR

# Copy function code
RUN mkdir -p \${FUNCTION_DIR}
COPY . \${FUNCTION_DIR}

# Install the function's dependencies
RUN pip install \\
    --target \${FUNCTION_DIR} \\
        awslambdaric

# Use a slim version of the base Python image to reduce the final image size
FROM python:3.12-slim

# Include global arg in this stage of the build
ARG FUNCTION_DIR
# Set working directory to function root directory
WORKDIR \${FUNCTION_DIR}

# Copy in the built dependencies
COPY --from=build-image \${FUNCTION_DIR} \${FUNCTION_DIR}

# Set runtime interface client as default command for the container runtime
ENTRYPOINT [ "/usr/local/bin/python", "-m", "awslambdaric" ]
# Pass the name of the function handler as an argument to the runtime
CMD [ "lambda_function.handler" ]
`,
      "lambda_function.py": GREETING,
    },
  },
  {
    name: "python:slim with awslambdaric, one stage",
    files: {
      Dockerfile: `FROM python:3.13-slim
WORKDIR /app
RUN pip install --no-cache-dir awslambdaric==3.1.1
COPY app.py prices.py ./
ENTRYPOINT ["python", "-m", "awslambdaric"]
CMD ["app.handler"]
`,
      "app.py": ORDERS,
      "prices.py": PRICES,
    },
  },
  {
    name: "python:slim with awslambdaric in requirements.txt",
    files: {
      Dockerfile: `FROM python:3.9-slim-bookworm
WORKDIR /function
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY app.py .
ENTRYPOINT ["/usr/local/bin/python", "-m", "awslambdaric"]
CMD ["app.handler"]
`,
      "app.py": FETCH,
      "requirements.txt": "awslambdaric==3.1.1\nrequests==2.32.5\n",
    },
  },
  {
    name: "python:slim with awslambdaric from a builder stage",
    files: {
      Dockerfile: `FROM python:3.11-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends g++ make cmake unzip libcurl4-openssl-dev
WORKDIR /function
COPY requirements.txt ./
RUN pip install --no-cache-dir --target /function -r requirements.txt
RUN pip install --no-cache-dir --target /function awslambdaric==3.1.1

FROM python:3.11-slim-bookworm
WORKDIR /function
COPY --from=build /function /function
COPY app.py ./
ENTRYPOINT ["/usr/local/bin/python", "-m", "awslambdaric"]
CMD ["app.handler"]
`,
      "app.py": FETCH,
      "requirements.txt": "requests==2.32.5\n",
    },
  },
  {
    name: "python:alpine with awslambdaric",
    files: {
      Dockerfile: `FROM python:3.12-alpine AS build
RUN apk add --no-cache build-base libtool autoconf automake elfutils-dev make cmake libcurl
WORKDIR /home/app
RUN python -m pip install --target /home/app awslambdaric==3.1.1
COPY app/ /home/app/

FROM python:3.12-alpine
RUN apk add --no-cache libstdc++
WORKDIR /home/app
COPY --from=build /home/app /home/app
ENTRYPOINT ["/usr/local/bin/python", "-m", "awslambdaric"]
CMD ["app.handler"]
`,
      "app/app.py": ORDERS,
      "app/prices.py": PRICES,
    },
  },
  {
    name: "python:slim with the runtime interface emulator's entry script",
    executables: ["entry_script.sh"],
    files: {
      Dockerfile: `FROM python:3.12-slim
WORKDIR /function
RUN pip install awslambdaric==3.1.1
ADD https://github.com/aws/aws-lambda-runtime-interface-emulator/releases/latest/download/aws-lambda-rie /usr/local/bin/aws-lambda-rie
RUN chmod 755 /usr/local/bin/aws-lambda-rie
COPY app.py ./
COPY ./entry_script.sh /entry_script.sh
ENTRYPOINT [ "/entry_script.sh" ]
CMD [ "app.handler" ]
`,
      "app.py": GREETING,
      "entry_script.sh": ENTRY_SCRIPT,
    },
  },
  {
    name: "python:slim with an entry script made executable",
    files: {
      Dockerfile: `FROM python:3.13-slim
WORKDIR /var/task
COPY entry.sh /entry.sh
RUN chmod +x /entry.sh
RUN pip install --no-cache-dir awslambdaric==3.1.1
COPY main.py prices.py ./
ENTRYPOINT ["/entry.sh"]
CMD ["main.handler"]
`,
      "main.py": ORDERS,
      "prices.py": PRICES,
      "entry.sh": '#!/bin/sh\nexec python -m awslambdaric "$@"\n',
    },
  },
  {
    name: "ubuntu with Python by apt-get",
    files: {
      Dockerfile: `FROM ubuntu:24.04
RUN apt-get update \\
    && apt-get install -y --no-install-recommends python3 python3-pip \\
    && rm -rf /var/lib/apt/lists/*
RUN pip3 install --break-system-packages awslambdaric==3.1.1
WORKDIR /function
COPY app.py prices.py ./
ENTRYPOINT ["/usr/bin/python3", "-m", "awslambdaric"]
CMD ["app.handler"]
`,
      "app.py": ORDERS,
      "prices.py": PRICES,
    },
  },
  {
    name: "node:slim with aws-lambda-ric",
    files: {
      Dockerfile: `FROM node:20-bookworm-slim
RUN apt-get update \\
    && apt-get install -y --no-install-recommends g++ make cmake python3 autoconf libtool libcurl4-openssl-dev \\
    && rm -rf /var/lib/apt/lists/*
WORKDIR /function
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY index.js total.js ./
ENTRYPOINT ["/usr/local/bin/npx", "aws-lambda-ric"]
CMD ["index.handler"]
`,
      "index.js": NODE_HANDLER,
      "total.js": NODE_TOTAL,
      ...npmProject("orders", ["aws-lambda-ric"], {
        "aws-lambda-ric": ["3.3.0", "node-addon-api", "node-gyp"],
        "node-addon-api": ["8.5.0"],
        "node-gyp": ["11.4.2"],
      }),
    },
  },
  {
    name: "node with aws-lambda-ric from a builder stage",
    files: {
      Dockerfile: `ARG FUNCTION_DIR="/function"

FROM node:22-bookworm AS build-image
ARG FUNCTION_DIR
RUN apt-get update && apt-get install -y g++ make cmake unzip libcurl4-openssl-dev
RUN mkdir -p \${FUNCTION_DIR}
COPY . \${FUNCTION_DIR}
WORKDIR \${FUNCTION_DIR}
RUN npm install
RUN npm install aws-lambda-ric@3.3.0

FROM node:22-bookworm-slim
ENV NPM_CONFIG_CACHE=/tmp/.npm
ARG FUNCTION_DIR
WORKDIR \${FUNCTION_DIR}
COPY --from=build-image \${FUNCTION_DIR} \${FUNCTION_DIR}
ENTRYPOINT ["/usr/local/bin/npx", "aws-lambda-ric"]
CMD ["index.handler"]
`,
      "index.js": NODE_HANDLER,
      "total.js": NODE_TOTAL,
      ...npmProject("orders", ["dayjs"], { dayjs: ["1.11.18"] }),
    },
  },
  {
    name: "python:slim with the Lambda web adapter",
    files: {
      Dockerfile: `FROM python:3.12-slim
COPY --from=public.ecr.aws/awsguru/aws-lambda-adapter:0.9.1 /lambda-adapter /opt/extensions/lambda-adapter
ENV PORT=8000
WORKDIR /var/task
COPY requirements.txt ./
RUN python -m pip install -r requirements.txt
COPY app.py ./
CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]
`,
      "app.py": `from fastapi import FastAPI

app = FastAPI()


@app.get("/")
def root():
    return {"message": "hello"}
`,
      "requirements.txt": "fastapi==0.116.1\nuvicorn==0.35.0\n",
    },
  },
];
