import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import ts from "typescript";
import { buildPackage } from "./built-package";

/** What `cdktf init --template=typescript` writes. */
const TEMPLATE = "node_modules/cdktf-cli/bundle/templates/typescript/tsconfig.json";

const APP = `import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { AwsEnvironment, DockerImageCode, DockerImageFunction, DockerProviderBuilder, Duration, ProblemReport } from "cdktf-lambda-images";
import { cacheHashes, fastSynth } from "cdktf-lambda-images/synth";
import { Construct } from "constructs";

class ShopStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "eu-central-1" });
    AwsEnvironment.define(this, { account: "123456789012", region: "eu-central-1", namePrefix: "shop" });
    DockerProviderBuilder.addTo(this);
    new DockerImageFunction(this, "hello", {
      code: DockerImageCode.fromImageAsset("lambdas/hello"),
      timeout: Duration.seconds(30),
    });
  }
}

fastSynth();
cacheHashes(".local/hashes");
const app = new App();
ProblemReport.configure(app, { strict: true });
new ShopStack(app, "shop");
app.synth();
`;

let folder: string;

/** An app with the built package in its node_modules, as npm would put it there. */
beforeAll(() => {
  buildPackage({ declarations: true });
  folder = mkdtempSync(path.join(tmpdir(), "consumer-"));
  const installed = path.join(folder, "node_modules", "cdktf-lambda-images");
  mkdirSync(installed, { recursive: true });
  cpSync("package.json", path.join(installed, "package.json"));
  cpSync("dist", path.join(installed, "dist"), { recursive: true });
  for (const name of ["cdktf", "constructs", "@cdktf", "@types"]) {
    symlinkSync(path.resolve("node_modules", name), path.join(folder, "node_modules", name));
  }
});

/** What is wrong in the app or in the package's declarations, each as `file: message`. */
function errors(app: string, { compilerOptions = {} }: { compilerOptions?: object }): string[] {
  writeFileSync(path.join(folder, "main.ts"), app);
  const config = ts.parseJsonConfigFileContent({ compilerOptions, files: ["main.ts"] }, ts.sys, folder);
  const options = { ...config.options, noEmit: true, incremental: false };
  const program = ts.createProgram(config.fileNames, options, cachingHost(options));
  const own = program
    .getSourceFiles()
    .filter(({ fileName }) => !/node_modules\/(?!cdktf-lambda-images\/)/.test(fileName));
  expect(own.length).toBeGreaterThan(10);
  return [
    ...config.errors,
    ...program.getOptionsDiagnostics(),
    ...own.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ].map(
    ({ file, messageText }) =>
      `${file && path.relative(folder, file.fileName)}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
  );
}

const parsed = new Map<string, ts.SourceFile | undefined>();

/** Parses a package's file once for all programs that read it in the same way. */
function cachingHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    getSourceFile(fileName, how, ...rest) {
      if (!fileName.includes("/node_modules/")) return host.getSourceFile(fileName, how, ...rest);
      const key = `${fileName} ${JSON.stringify(how)}`;
      if (!parsed.has(key)) parsed.set(key, host.getSourceFile(fileName, how, ...rest));
      return parsed.get(key);
    },
  };
}

const template = () => JSON.parse(readFileSync(TEMPLATE, "utf8")) as { compilerOptions: object };

const WAYS: readonly (readonly [string, object])[] = [
  ["as CDKTF's template has it, which resolves as Node 10 did", {}],
  ["with the resolution of today's Node", { module: "node16", moduleResolution: "node16" }],
  ["with the resolution of bundlers", { module: "esnext", moduleResolution: "bundler" }],
  [
    "with TypeScript's strictest settings",
    {
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
    },
  ],
];

test.each(WAYS)("an app's types are right %s", (_, options) => {
  const { compilerOptions } = template();
  // The template skips declarations: whoever doesn't, finds all that the others find, and more.
  expect(errors(APP, { compilerOptions: { ...compilerOptions, skipLibCheck: false, ...options } })).toEqual(
    [],
  );
});

test("what can't be right is an error", () => {
  const wrong = {
    'DockerImageCode.fromImageAsset("lambdas/hello")': '"lambdas/hello"',
    "Duration.seconds(30)": "30",
    "DockerProviderBuilder.addTo(this)": "DockerProviderBuilder.addTo(this).push()",
    "ProblemReport.configure(app, { strict: true })": "ProblemReport.of(app)",
  };
  const app = Object.entries(wrong).reduce((text, [from, to]) => text.replace(from, to), APP);
  const found = errors(app, template()).filter((text) => !text.includes("is never read"));
  expect(found).toEqual([
    expect.stringContaining("'push' does not exist"),
    expect.stringContaining("not assignable to type 'DockerImageCode'"),
    expect.stringContaining("not assignable to type 'Duration'"),
    expect.stringContaining("'of' does not exist"),
  ]);
});

test("what is internal stands in no declaration", () => {
  const declarations = ts.sys.readDirectory(path.resolve("dist"), [".d.ts"]);
  expect(declarations.filter((file) => readFileSync(file, "utf8").includes("@internal"))).toEqual([]);
});
