import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { type Block, blocksOf, PAGES } from "./blocks";

/**
 * What the examples use without defining it. A block can also have a comment before it:
 *
 *     <!-- test: continues -->               it goes on where the block before it ends
 *     <!-- test: satisfies <type> -->        it is the properties of such an object
 *     <!-- test: not compiled, <reason> -->
 */
const GIVEN: Readonly<Record<string, string>> = {
  PROMOTED: "[{ tag: string; digest: string }]",
  accessPoint: "EfsAccessPoint",
  alias: "Alias",
  api: "Apigatewayv2Api",
  bucket: "S3Bucket",
  bucketName: "string",
  bus: "CloudwatchEventBus",
  cluster: "MskServerlessCluster",
  destination: "SqsDestination",
  environment: "Environment",
  errors: "CloudwatchMetricAlarm",
  fn: "DockerImageFunction",
  hello: "DockerImageFunction",
  images: "Repository",
  key: "KmsKey",
  listener: "LbListener",
  live: "Alias",
  part: "<T extends TerraformResource>(of: Construct, ...path: string[]) => T",
  logGroup: "CloudwatchLogGroup",
  queue: "SqsQueue",
  repository: "Repository",
  restApi: "ApiGatewayRestApi",
  role: "IamRole",
  secret: "SecretsmanagerSecret",
  securityGroupIds: "string[]",
  stack: "TerraformStack",
  stream: "KinesisStream",
  subnetIds: "string[]",
  table: "DynamodbTable",
  topic: "SnsTopic",
  undelivered: "SqsQueue",
  userPool: "CognitoUserPool",
};
const OF_THE_APP: Readonly<Record<string, string>> = {
  Environment: "../../stacks/environment",
  Environments: "../../stacks/environment",
  EnvironmentStack: "../../stacks/environment-stack",
};

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile("tsconfig.json", ts.sys.readFile).config,
  ts.sys,
  ".",
);
const folder = mkdtempSync(path.join("__tests__", ".docs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let program: ts.Program | undefined;

test("each block of TypeScript in the pages compiles", () => {
  const files = new Map<string, Block & { readonly code: string }>();
  for (const page of PAGES) {
    let before = "";
    for (const block of blocksOf(page, ["ts", "typescript"])) {
      if (block.directive.startsWith("not compiled, ")) continue;
      const satisfies = /^satisfies (.*)$/.exec(block.directive)?.[1];
      const code = satisfies
        ? `export const block = {\n${block.text}} satisfies ${satisfies};`
        : block.directive === "continues"
          ? before + block.text
          : block.text;
      before = code;
      files.set(path.join(folder, `block-${files.size}.ts`), { ...block, code });
    }
  }
  const sources = [...files.keys()];
  for (const [file, { code }] of files) {
    writeFileSync(file, `${code}\nexport {};`);
  }
  // First without imports, which shows the names that a block leaves out.
  compile([...sources, "lib/index.ts", "node_modules/cdktf/lib/index.d.ts"]);
  const exporters = {
    "cdktf-lambda-images": exportsOf("lib/index.ts"),
    cdktf: exportsOf("node_modules/cdktf/lib/index.d.ts"),
  };
  const missing = new Map(sources.map((file) => [file, namesLeftOut(file)]));
  for (const [file, { code }] of files) {
    writeFileSync(file, completed(code, missing.get(file) ?? [], exporters));
  }
  compile(sources);
  const problems = sources.flatMap((file) =>
    diagnosticsOf(file).map(({ messageText, start = 0 }) => {
      const text = readFileSync(file, "utf8");
      const line = text.slice(0, start).split("\n").length;
      const block = files.get(file);
      return `${block?.page}:${block?.line}: ${ts.flattenDiagnosticMessageText(messageText, " ")} in ${text.split("\n")[line - 1]}`;
    }),
  );
  expect(problems).toEqual([]);
});

function compile(files: readonly string[]): void {
  program = ts.createProgram(
    [...files],
    { ...options, noEmit: true, noUnusedLocals: false, noUnusedParameters: false, skipLibCheck: true },
    undefined,
    program,
  );
}

function diagnosticsOf(file: string): readonly ts.Diagnostic[] {
  const source = program?.getSourceFile(file);
  const syntax = program?.getSyntacticDiagnostics(source) ?? [];
  return syntax.length > 0 ? syntax : (program?.getSemanticDiagnostics(source) ?? []);
}

function namesLeftOut(file: string): readonly string[] {
  return diagnosticsOf(file).flatMap(({ messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, " ");
    return (
      /^(?:Cannot find name|No value exists in scope for the shorthand property) '(\w+)'/.exec(text)?.[1] ??
      []
    );
  });
}

function exportsOf(file: string): ReadonlySet<string> {
  const checker = program?.getTypeChecker();
  const source = program?.getSourceFile(file);
  const symbol = source && checker?.getSymbolAtLocation(source);
  return new Set(symbol && checker?.getExportsOfModule(symbol).map(({ name }) => name));
}

/** A block as a module: with what it leaves out, and in a function if it is a part of a constructor. */
function completed(
  code: string,
  names: readonly string[],
  exporters: Readonly<Record<string, ReadonlySet<string>>>,
): string {
  const lines = new Set<string>();
  const add = (name: string): void => {
    const binding = `@cdktf/provider-aws/lib/${name.replaceAll(/(?<!^)([A-Z])/g, "-$1").toLowerCase()}`;
    const module =
      Object.keys(exporters).find((each) => exporters[each]?.has(name)) ??
      OF_THE_APP[name] ??
      (name === "Construct" ? "constructs" : undefined) ??
      (existsSync(path.join("node_modules", binding)) ? binding : undefined);
    if (module) lines.add(`import { ${name} } from "${module}";`);
    const type = GIVEN[name];
    if (type) {
      lines.add(`declare const ${name}: ${type};`);
      for (const each of type.match(/\b[A-Z]\w+/g) ?? []) add(each);
    }
  };
  for (const name of names) add(name);
  const source = ts.createSourceFile("block.ts", code, ts.ScriptTarget.Latest);
  const own = source.statements.filter(ts.isImportDeclaration);
  const body = source.statements.filter((statement) => !ts.isImportDeclaration(statement));
  const text = body.map((statement) => statement.getFullText(source)).join("");
  const isPart = /\bthis\b/.test(text) && !/\bclass\b/.test(text);
  if (isPart) add("TerraformStack");
  return [
    ...own.map((statement) => statement.getText(source)),
    ...lines,
    isPart ? `export function block(this: TerraformStack) {${text}\n}` : `${text}\nexport {};`,
  ].join("\n");
}
