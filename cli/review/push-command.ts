import { asRecord } from "./attribute";
import type { Provisioner } from "./configuration";

/** A word in single quotes, as lib/image/docker-build-command.ts writes it. */
const WORD = /'[^']*(?:'\\''[^']*)*'/.source;
const COMMAND = new RegExp(
  [
    /^(?:printf %s "\$REGISTRY_PASSWORD" \| docker login --username "\$REGISTRY_USERNAME" --password-stdin "\$REGISTRY"\n)?/
      .source,
    /if docker manifest inspect (?:--insecure )?"\$IMAGE" >\/dev\/null 2>&1; then\n/.source,
    / {2}echo "\$IMAGE is in the repository already"\nelse\n/.source,
    / {2}built="\$\(docker images --filter "reference=\$BUILT" --format "\{\{\.Repository\}\}:\{\{\.Tag\}\}" \| head -n 1\)"\n/
      .source,
    / {2}if \[ -n "\$built" \]; then\n {4}docker tag "\$built" "\$IMAGE"\n {2}else\n/.source,
    ` {4}docker build --platform linux/(?:amd64|arm64) --file ${WORD}(?: --target ${WORD})?`,
    `(?: --build-arg ${WORD}"\\$BUILD_ARG_[0-9]+")*(?: --secret ${WORD})*(?: --ssh ${WORD})?`,
    `(?: --build-context '[^'=]+=(?:assets/[0-9a-f]{64}|docker-image://[^']+)')*(?: --network (?:host|none))?`,
    `(?: --label ${WORD})*(?: \\$\\$\\{\\w+:\\+--label "[\\w./-]+=\\$\\w+"\\})*`,
    '(?: --cache-from "\\$CACHE_FROM_[0-9]+")*(?: --cache-to "\\$CACHE_TO")?(?: --no-cache)?',
    ` --tag "\\$IMAGE" assets/[0-9a-f]{64}\n {2}fi\n`,
    / {2}docker push "\$IMAGE"\nfi$/.source,
  ].join(""),
);

/**
 * The variables of the command, except for the values of build arguments and caches. A value is given if it doesn't depend on the
 * image or its registry.
 */
const ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  IMAGE: undefined,
  BUILT: undefined,
  REGISTRY: undefined,
  REGISTRY_USERNAME: undefined,
  REGISTRY_PASSWORD: undefined,
  BUILDX_NO_DEFAULT_ATTESTATIONS: "1",
  BUILDX_BUILDER: "default",
  DOCKER_BUILDKIT: "1",
};

/** Whether a provisioner is exactly the build and push command of the docker CLI builder. */
export function isPushCommand({ type, args, constant }: Provisioner): boolean {
  const command = constant("command");
  return (
    type === "local-exec" &&
    [...args].every((name) => ["command", "interpreter", "environment"].includes(name)) &&
    JSON.stringify(constant("interpreter")) === '["sh","-euc"]' &&
    typeof command === "string" &&
    COMMAND.test(command) &&
    // Without anything that Terraform would replace.
    !/[$%]\{/.test(command.replace(/(?<!\$)\$\$\{|(?<!%)%%\{/g, "")) &&
    Object.entries(asRecord(constant("environment")) ?? { "": "" }).every(
      ([name, value]) =>
        /^(?:BUILD_ARG_\d+|CACHE_FROM_\d+|CACHE_TO)$/.test(name) ||
        (Object.hasOwn(ENVIRONMENT, name) && (ENVIRONMENT[name] ?? value) === value),
    )
  );
}
