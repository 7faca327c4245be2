import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Extractor, ExtractorConfig, type ExtractorLogLevel } from "@microsoft/api-extractor";
import { CommandError } from "../cli/process/steps";

/** The import path → its declarations. */
const ENTRIES = {
  "cdktf-lambda-images": "dist/lib/index.d.ts",
  "cdktf-lambda-images-synth": "dist/lib/synth/index.d.ts",
} as const;

/**
 * Writes a report of everything that programs can import, `<name>.api.md`, from the built declarations.
 * @throws CommandError when a part of it can't be imported by name, for example a property's type that is not exported
 */
export async function reportApi(folder: string): Promise<void> {
  const { build } = await import(pathToFileURL(path.resolve("scripts", "build.mjs")).href);
  await build(path.resolve("."), { declarations: true });
  for (const [name, entry] of Object.entries(ENTRIES)) {
    report(name, entry, folder);
  }
}

function report(name: string, entry: string, folder: string): void {
  const temporary = mkdtempSync(path.join(folder, "report-"));
  const problems: string[] = [];
  try {
    const config = ExtractorConfig.prepare({
      configObject: {
        projectFolder: path.resolve("."),
        mainEntryPointFilePath: path.resolve(entry),
        compiler: { tsconfigFilePath: path.resolve("tsconfig.build.json") },
        apiReport: {
          enabled: true,
          reportFileName: name,
          reportFolder: path.resolve(folder),
          reportTempFolder: path.resolve(temporary),
        },
        newlineKind: "lf",
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        messages: {
          extractorMessageReporting: {
            default: { logLevel: "warning" as ExtractorLogLevel },
            // Everything is public, and TypeDoc checks that it is documented.
            "ae-missing-release-tag": { logLevel: "none" as ExtractorLogLevel },
            "ae-undocumented": { logLevel: "none" as ExtractorLogLevel },
          },
          tsdocMessageReporting: { default: { logLevel: "none" as ExtractorLogLevel } },
        },
      },
      configObjectFullPath: undefined,
      packageJsonFullPath: path.resolve("package.json"),
    });
    Extractor.invoke(config, {
      localBuild: true,
      messageCallback: (message) => {
        message.handled = true;
        // The other messages are about the written report.
        const isProblem = ["Compiler", "Extractor"].includes(message.category) && message.logLevel !== "none";
        if (isProblem) problems.push(message.formatMessageWithLocation(path.resolve(".")));
      },
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  if (problems.length > 0) {
    throw new CommandError(problems.join("\n"));
  }
}
