import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  body: string;
  readonly html_url: string;
}

export interface PullRequest {
  readonly number: number;
  readonly merged_at: string | null;
  readonly base: { readonly ref: string };
  readonly head: { readonly sha: string };
}

/** A run of a workflow. */
export interface Run {
  readonly path: string;
  readonly event: string;
  readonly head_sha: string;
  /** The names of its artifacts. */
  readonly artifacts: readonly string[];
}

export interface Rule {
  readonly type: string;
  readonly prevent_self_review?: boolean;
}

const BOT = "github-actions[bot]";

/** The part of GitHub's API that the scripts use, on this machine, for the repository octo/shop. */
export class FakeGitHub {
  /** The comments of each pull request. */
  readonly comments = new Map<number, Comment[]>();
  /** The pull requests that each commit comes from. */
  readonly pulls = new Map<string, PullRequest[]>();
  /** The runs of workflows, by id. */
  readonly runs = new Map<string, Run>();
  /** The protection rules of each environment. */
  readonly environments = new Map<string, Rule[]>();
  /** `GET /path` of each request. */
  readonly requests: string[] = [];
  private readonly server: Server;
  private lastId = 0;

  constructor() {
    this.server = createServer(async (request, response) => {
      const [status, body] = await this.answer(request);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  }

  async start(): Promise<void> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
  }

  async stop(): Promise<void> {
    this.server.close();
    await once(this.server, "close");
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Somebody writes a comment. */
  comment(pullRequest: number, body: string, login: string = BOT): Comment {
    const id = ++this.lastId;
    const comment = {
      id,
      body,
      user: { login },
      html_url: `https://github.example/octo/shop/pull/${pullRequest}#${id}`,
    };
    this.commentsOf(pullRequest).push(comment);
    return comment;
  }

  commentsOf(pullRequest: number): Comment[] {
    const comments = this.comments.get(pullRequest) ?? [];
    this.comments.set(pullRequest, comments);
    return comments;
  }

  private async answer(request: IncomingMessage): Promise<[number, unknown]> {
    const url = new URL(request.url ?? "", this.url);
    this.requests.push(`${request.method} ${url.pathname}`);
    if (request.headers.authorization !== "Bearer token-of-the-run") {
      return [401, { message: "Bad credentials" }];
    }
    const [, path = ""] = /^\/repos\/octo\/shop(\/.*)$/.exec(url.pathname) ?? [];
    const route = (pattern: RegExp) => pattern.exec(path)?.[1];
    const body = request.method === "GET" ? undefined : JSON.parse(await text(request)).body;

    const pullRequest = Number(route(/^\/issues\/(\d+)\/comments$/));
    if (request.method === "GET" && pullRequest) {
      const size = Number(url.searchParams.get("per_page") ?? 30);
      const start = (Number(url.searchParams.get("page") ?? 1) - 1) * size;
      return [200, this.commentsOf(pullRequest).slice(start, start + size)];
    }
    if (request.method === "POST" && pullRequest) {
      return [201, this.comment(pullRequest, body)];
    }
    const comment = [...this.comments.values()]
      .flat()
      .find(({ id }) => id === Number(route(/^\/issues\/comments\/(\d+)$/)));
    if (request.method === "PATCH" && comment) {
      comment.body = body;
      return [200, comment];
    }
    const sha = route(/^\/commits\/(\w+)\/pulls$/);
    if (sha) {
      return [200, this.pulls.get(sha) ?? []];
    }
    const run = this.runs.get(route(/^\/actions\/runs\/(\d+)(?:\/artifacts)?$/) ?? "");
    if (run) {
      const { artifacts, ...rest } = run;
      const name = url.searchParams.get("name");
      const found = artifacts.filter((artifact) => artifact === name).map((artifact) => ({ name: artifact }));
      return [200, path.endsWith("/artifacts") ? { total_count: found.length, artifacts: found } : rest];
    }
    const rules = this.environments.get(route(/^\/environments\/(.+)$/) ?? "");
    return rules ? [200, { protection_rules: rules }] : [404, { message: "Not Found" }];
  }
}

async function text(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) {
    body += chunk;
  }
  return body;
}
