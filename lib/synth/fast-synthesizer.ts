import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AnnotationMetadataEntryType, type TerraformStack } from "cdktf";
import { encounteredAnnotationWithLevelError } from "cdktf/lib/errors";
import type { StackAnnotation, StackManifest } from "cdktf/lib/manifest";
import { type ICustomSynthesis, invokeAspects } from "cdktf/lib/synthesize/synthesizer";
import type { ISynthesisSession } from "cdktf/lib/synthesize/types";
import { ValidateTerraformVersion } from "cdktf/lib/validations/validate-terraform-version";
import { ConstructOrder, type IConstruct } from "constructs";

/** A stack's synthesizer, with CDKTF's private members. */
export interface SynthesizerFields {
  readonly stack: TerraformStack;
  readonly continueOnErrorAnnotations: boolean;
  readonly hclOutput: boolean;
}

/**
 * `StackSynthesizer.synthesize` of CDKTF 0.21.0 (lib/synthesize/synthesizer.js), for a stack that is written as JSON.
 * @param withAspects whether there are any aspects; searching for them would leave an object at each construct
 * @param json the JSON of the stack
 * @throws Error where the original throws
 */
export function synthesize(
  { stack, continueOnErrorAnnotations }: SynthesizerFields,
  session: ISynthesisSession,
  withAspects: boolean,
  json: (stack: TerraformStack) => Buffer | string,
): void {
  if (withAspects) invokeAspects(stack);
  if (stack.hasResourceMove()) {
    const reason =
      "Resource move functionality is only supported for Terraform >=1.5. Please upgrade your Terraform version.";
    stack.node.addValidation(new ValidateTerraformVersion(">=1.5", reason));
  }
  if (!session.skipValidation) stack.runAllValidations();

  const manifest = session.manifest.forStack(stack);
  const folder = join(session.outdir, manifest.workingDirectory);
  if (!existsSync(folder)) mkdirSync(folder);
  for (const construct of stack.node.findAll(ConstructOrder.POSTORDER)) {
    (construct as Customized)[CUSTOM_SYNTHESIS]?.onSynthesize(session);
  }

  const annotations = annotationsOf(stack);
  (manifest as { -readonly [Key in keyof StackManifest]: StackManifest[Key] }).annotations = annotations;
  const errors = annotations.filter(({ level }) => level === AnnotationMetadataEntryType.ERROR);
  if (!continueOnErrorAnnotations && errors.length > 0) {
    throw encounteredAnnotationWithLevelError(
      errors.map(({ constructPath, message }) => `[${constructPath}] ${message}`).join("\n"),
    );
  }
  writeFileSync(join(session.outdir, manifest.synthesizedStackPath), json(stack));
}

const CUSTOM_SYNTHESIS = Symbol.for("cdktf/customSynthesis");

type Customized = IConstruct & { readonly [CUSTOM_SYNTHESIS]?: ICustomSynthesis };

const LEVELS: ReadonlySet<string> = new Set(Object.values(AnnotationMetadataEntryType));

function annotationsOf(stack: TerraformStack): StackAnnotation[] {
  const annotations: StackAnnotation[] = [];
  for (const { node } of stack.node.findAll()) {
    for (const { type, data, trace } of node.metadata) {
      if (!LEVELS.has(type)) continue;
      annotations.push({
        constructPath: node.path,
        level: type as AnnotationMetadataEntryType,
        message: data,
        ...(trace !== undefined && { stacktrace: trace }),
      });
    }
  }
  return annotations;
}
