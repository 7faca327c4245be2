import type { Project } from "../project";
import { npmProject, type Packages } from "./lock-files";

const HELLO = `const STAGE = process.env.STAGE ?? "dev";

exports.handler = async (event) => {
  const name = event.name ?? "world";
  const body = JSON.stringify({ message: \`hello \${name}\`, stage: STAGE });
  return { statusCode: 200, body };
};
`;

const HELLO_MODULE = `import { randomUUID } from "node:crypto";

export const handler = async (event) => {
  const id = randomUUID();
  const body = JSON.stringify({ id, name: event.name ?? "world" });
  return { statusCode: 200, body };
};
`;

const TOTAL = `const round = (value) => Math.round(value * 100) / 100;

function total(orders) {
  const net = orders.reduce((sum, order) => sum + order.price, 0);
  return round(net * 1.19);
}

module.exports = { total };
`;

const ORDERS = `const { total } = require("./lib/total");

exports.handler = async (event) => {
  const orders = JSON.parse(event.body);
  const amount = total(orders);
  return { statusCode: 200, body: JSON.stringify({ amount }) };
};
`;

const FETCH_PACKAGES: Packages = {
  axios: ["1.11.0", "follow-redirects", "form-data", "proxy-from-env"],
  "follow-redirects": ["1.15.11"],
  "form-data": ["4.0.4", "asynckit", "combined-stream", "mime-types"],
  asynckit: ["0.4.0"],
  "combined-stream": ["1.0.8", "delayed-stream"],
  "delayed-stream": ["1.0.0"],
  "mime-types": ["2.1.35", "mime-db"],
  "mime-db": ["1.52.0"],
  "proxy-from-env": ["1.1.0"],
};

const FETCH = `const axios = require("axios");

exports.handler = async (event) => {
  const response = await axios.get(event.url ?? "https://example.com");
  const length = String(response.data).length;
  return { status: response.status, length };
};
`;

const TYPESCRIPT = `import { randomUUID } from "node:crypto";
import { total } from "./total";

export const handler = async (event: { body: string }) => {
  const amount = total(JSON.parse(event.body));
  return { statusCode: 200, body: JSON.stringify({ id: randomUUID(), amount }) };
};
`;

const TYPESCRIPT_TOTAL = `export interface Order {
  readonly price: number;
}

export function total(orders: readonly Order[]): number {
  return orders.reduce((sum, order) => sum + order.price, 0);
}
`;

const TSCONFIG = `{
  "compilerOptions": {
    "target": "ES2022",
    "module": "CommonJS",
    "rootDir": "src",
    "outDir": "dist",
    "strict": true
  },
  "include": ["src"]
}
`;

const COMPILER: Packages = {
  typescript: ["5.9.2"],
  "@types/node": ["22.18.0", "undici-types"],
  "undici-types": ["6.21.0"],
};
const BUNDLER: Packages = { esbuild: ["0.25.9"] };

/** Node.js on AWS's base images. */
export const NODEJS_ON_AWS: readonly Project[] = [
  {
    name: "Node.js, one file",
    files: {
      Dockerfile: 'FROM public.ecr.aws/lambda/nodejs:22\nCOPY index.js ./\nCMD ["index.handler"]\n',
      "index.js": HELLO,
    },
  },
  {
    name: "Node.js 18, one ES module",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/nodejs:18

COPY index.mjs \${LAMBDA_TASK_ROOT}

CMD [ "index.handler" ]
`,
      "index.mjs": HELLO_MODULE,
    },
  },
  {
    name: "Node.js 24, a package of type module",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/nodejs:24
COPY package.json app.js ./
COPY lib/ ./lib/
CMD ["app.handler"]
`,
      "package.json": '{\n  "name": "orders",\n  "private": true,\n  "type": "module"\n}\n',
      "app.js": `import { total } from "./lib/total.js";

export async function handler(event) {
  const orders = JSON.parse(event.body);
  const amount = total(orders);
  return { statusCode: 200, body: JSON.stringify({ amount }) };
}
`,
      "lib/total.js": `function net(orders) {
  return orders.reduce((sum, order) => sum + order.price, 0);
}

export function total(orders) {
  return net(orders) * 1.19;
}
`,
    },
  },
  {
    name: "Node.js, npm ci",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/nodejs:20
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY index.js ./
CMD ["index.handler"]
`,
      "index.js": FETCH,
      ...npmProject("fetcher", ["axios"], FETCH_PACKAGES),
    },
  },
  {
    name: "Node.js, npm ci and the whole folder",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/nodejs:22
WORKDIR \${LAMBDA_TASK_ROOT}
COPY package*.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY . .
CMD ["src/handlers/api.handler"]
`,
      "src/handlers/api.js": `const axios = require("axios");
const { total } = require("../total");

exports.handler = async (event) => {
  const orders = await axios.get(event.url);
  const amount = total(orders.data);
  return { statusCode: 200, body: JSON.stringify({ amount }) };
};
`,
      "src/total.js": TOTAL,
      ".dockerignore": "node_modules\nnpm-debug.log\n",
      ...npmProject("orders-api", ["axios"], FETCH_PACKAGES, { scripts: { test: "node --test" } }),
    },
  },
  {
    name: "Node.js, npm install",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/nodejs:20
COPY . \${LAMBDA_TASK_ROOT}
RUN npm install --production
CMD ["app.lambdaHandler"]
`,
      "app.js": FETCH.replace("exports.handler", "exports.lambdaHandler"),
      ".dockerignore": "node_modules\n",
      ...npmProject("fetcher", ["axios"], FETCH_PACKAGES),
    },
  },
  {
    name: "Node.js, helper modules",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/nodejs:24
COPY lib/ \${LAMBDA_TASK_ROOT}/lib/
COPY index.js \${LAMBDA_TASK_ROOT}/
CMD ["index.handler"]
`,
      "index.js": ORDERS,
      "lib/total.js": TOTAL,
    },
  },
  {
    name: "Node.js, helper modules named in COPY",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/nodejs:22
COPY orders.js total.js ./
CMD ["orders.handler"]
`,
      "orders.js": ORDERS.replace("./lib/total", "./total"),
      "total.js": TOTAL,
    },
  },
  {
    name: "Node.js, pnpm by corepack",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/nodejs:22
RUN corepack enable && corepack prepare pnpm@9.15.9 --activate
COPY package.json pnpm-lock.yaml ./
RUN pnpm install --frozen-lockfile --prod --config.node-linker=hoisted
COPY index.mjs ./
CMD ["index.handler"]
`,
      "index.mjs": `import { nanoid } from "nanoid";

export const handler = async (event) => {
  const id = nanoid();
  const body = JSON.stringify({ id, name: event.name ?? "world" });
  return { statusCode: 200, body };
};
`,
      "package.json":
        '{\n  "name": "ids",\n  "version": "1.0.0",\n  "private": true,\n  "packageManager": "pnpm@9.15.9",\n  "dependencies": {\n    "nanoid": "^5.1.5"\n  }\n}\n',
      "pnpm-lock.yaml": `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true
  excludeLinksFromLockfile: false

importers:

  .:
    dependencies:
      nanoid:
        specifier: ^5.1.5
        version: 5.1.5

packages:

  nanoid@5.1.5:
    engines: {node: ^18 || >=20}
    hasBin: true

snapshots:

  nanoid@5.1.5: {}
`,
    },
  },
  {
    name: "Node.js, yarn",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/nodejs:20
RUN npm install -g yarn@1.22.22
COPY package.json yarn.lock ./
RUN yarn install --frozen-lockfile --production
COPY index.js ./
CMD ["index.handler"]
`,
      "index.js": `const dayjs = require("dayjs");

exports.handler = async (event) => {
  const day = dayjs(event.time);
  const text = day.format("YYYY-MM-DD");
  return { statusCode: 200, body: JSON.stringify({ text }) };
};
`,
      "package.json":
        '{\n  "name": "days",\n  "version": "1.0.0",\n  "private": true,\n  "dependencies": {\n    "dayjs": "^1.11.18"\n  }\n}\n',
      "yarn.lock": '# yarn lockfile v1\n\n\ndayjs@^1.11.18:\n  version "1.11.18"\n',
    },
  },
  {
    name: "Node.js, node_modules from a builder stage",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/nodejs:22 AS deps
WORKDIR /deps
COPY package.json package-lock.json ./
RUN npm ci --omit=dev

FROM public.ecr.aws/lambda/nodejs:22
COPY --from=deps /deps/node_modules ./node_modules
COPY src/ ./
CMD ["fetch.handler"]
`,
      "src/fetch.js": FETCH,
      ...npmProject("fetcher", ["axios"], FETCH_PACKAGES),
    },
  },
  {
    name: "TypeScript, compiled in a builder stage",
    files: {
      Dockerfile: `FROM public.ecr.aws/lambda/nodejs:22 AS builder
WORKDIR /usr/app
COPY package.json package-lock.json tsconfig.json ./
RUN npm ci
COPY src/ ./src/
RUN npm run build

FROM public.ecr.aws/lambda/nodejs:22
WORKDIR \${LAMBDA_TASK_ROOT}
COPY --from=builder /usr/app/dist/ ./
CMD ["index.handler"]
`,
      "src/index.ts": TYPESCRIPT,
      "src/total.ts": TYPESCRIPT_TOTAL,
      "tsconfig.json": TSCONFIG,
      ...npmProject("orders", [], COMPILER, {
        scripts: { build: "tsc" },
        devDependencies: { typescript: "^5.9.2", "@types/node": "^22.18.0" },
      }),
    },
  },
  {
    name: "TypeScript, bundled by esbuild in a builder stage",
    files: {
      Dockerfile: `FROM node:22-slim AS build
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
RUN npx esbuild src/index.ts --bundle --platform=node --target=node22 --outfile=dist/index.js

FROM public.ecr.aws/lambda/nodejs:22
COPY --from=build /app/dist \${LAMBDA_TASK_ROOT}
CMD ["index.handler"]
`,
      "src/index.ts": TYPESCRIPT,
      "src/total.ts": TYPESCRIPT_TOTAL,
      ".dockerignore": "node_modules\ndist\n",
      ...npmProject("orders", [], BUNDLER, { devDependencies: { esbuild: "^0.25.9" } }),
    },
  },
  {
    name: "TypeScript, compiled before the build",
    architecture: "arm64",
    files: {
      Dockerfile: `ARG NODE_VERSION=24
FROM public.ecr.aws/lambda/nodejs:\${NODE_VERSION}
COPY dist/ \${LAMBDA_TASK_ROOT}/dist/
CMD ["dist/index.handler"]
`,
      "src/index.ts": TYPESCRIPT,
      "src/total.ts": TYPESCRIPT_TOTAL,
      "tsconfig.json": TSCONFIG,
      "dist/index.js": `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.handler = void 0;
const node_crypto_1 = require("node:crypto");
const total_1 = require("./total");
const handler = async (event) => {
    const amount = (0, total_1.total)(JSON.parse(event.body));
    return { statusCode: 200, body: JSON.stringify({ id: (0, node_crypto_1.randomUUID)(), amount }) };
};
exports.handler = handler;
`,
      "dist/total.js": `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.total = total;
function total(orders) {
    return orders.reduce((sum, order) => sum + order.price, 0);
}
`,
    },
  },
];
