import { Token } from "cdktf";
import { SymlinkFollowMode } from "../build-context/link";
import { cacheProblem } from "./docker-cache-option";
import type {
  DockerImageAssetInvalidationOptions,
  DockerImageAssetOptions,
} from "./docker-image-asset-options";
import type { DockerImageLabel } from "./docker-image-label";
import { IgnoreMode } from "./ignore-mode";
import { NetworkMode } from "./network-mode";

/** The names in `buildContexts` are those of images: docker reads both the same way. */
const CONTEXT_NAME = /^[a-z0-9]+(?:[._/:-]+[a-z0-9]+)*$/;
const LABEL = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;
const SSH = /^[A-Za-z0-9._-]+(?:=[^\s"]+)?$/;
const INVALIDATION: ReadonlySet<string> = new Set<keyof DockerImageAssetInvalidationOptions>([
  "buildArgs",
  "buildSecrets",
  "buildSsh",
  "buildContexts",
  "networkMode",
  "extraHash",
]);

/** What is wrong with the options, for a person. */
export function optionProblems(given: DockerImageAssetOptions): readonly string[] {
  return [
    ...Object.entries(given.buildArgs ?? {}).flatMap(([name, value]) => buildArgProblems(name, value)),
    ...Object.keys(given.buildSecrets ?? {}).flatMap((id) =>
      /^[A-Za-z0-9_.-]+$/.test(id)
        ? []
        : [`"${id}" is not a valid id of a build secret. Use letters, digits, "_", "." and "-".`],
    ),
    ...known("file", given.file),
    ...known("target", given.target),
    ...known("extraHash", given.extraHash),
    ...known("buildSsh", given.buildSsh),
    ...(given.buildSsh === undefined || Token.isUnresolved(given.buildSsh) || SSH.test(given.buildSsh)
      ? []
      : [
          `buildSsh is ${JSON.stringify(given.buildSsh)}. Give "default" for the SSH agent, or an id with a socket or keys: "github=/home/ci/.ssh/key".`,
        ]),
    ...Object.entries(given.buildContexts ?? {}).flatMap(([name, value]) => contextProblems(name, value)),
    ...(given.networkMode === undefined || Object.values(NetworkMode).includes(given.networkMode)
      ? []
      : [
          `networkMode is ${JSON.stringify(given.networkMode)}. BuildKit has only ${Object.values(NetworkMode).join(", ")}; another network has to be set on a builder of its own.`,
        ]),
    ...(given.ignoreMode === undefined || given.ignoreMode === IgnoreMode.DOCKER
      ? []
      : [
          `ignoreMode is ${JSON.stringify(given.ignoreMode)}. The builder reads the .dockerignore only by docker's rules, so there is only IgnoreMode.DOCKER. Write the patterns for docker: **/name instead of name, for a name in any folder.`,
        ]),
    ...(given.followSymlinks === undefined || Object.values(SymlinkFollowMode).includes(given.followSymlinks)
      ? []
      : [
          `followSymlinks is ${JSON.stringify(given.followSymlinks)}. It can be ${Object.values(SymlinkFollowMode).join(", ")}. A link out of the folder can't stay a link: in the image it would point to nothing.`,
        ]),
    ...Object.entries(given.labels ?? {}).flatMap(([key, value]) => labelProblems(key, value)),
    ...[...(given.cacheFrom ?? []), ...(given.cacheTo ? [given.cacheTo] : [])].flatMap((option) => {
      const problem = cacheProblem(option);
      return problem === undefined ? [] : [`${problem}. Correct it, or leave it out.`];
    }),
    ...Object.keys(given.invalidation ?? {}).flatMap((name) =>
      INVALIDATION.has(name)
        ? []
        : [
            `invalidation.${name} can't be set. It decides which image is built, so an image with another value would run instead of this one. Leave it out.`,
          ],
    ),
  ];
}

function buildArgProblems(name: string, value: string): string[] {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return [`"${name}" is not a valid name of a build argument. Use letters, digits and "_".`];
  }
  return Token.isUnresolved(value)
    ? [
        `The build argument ${name} is only known when Terraform runs. Build arguments are part of the ` +
          "image's hash, which has to be known at synth. Pass it as plain text, or pass it to the function as an environment variable.",
      ]
    : [];
}

function contextProblems(name: string, value: string): string[] {
  if (!CONTEXT_NAME.test(name)) {
    return [
      `"${name}" is not a valid name of a build context. Use lower-case letters and digits, with ".", "_", "-", "/" and ":" between them.`,
    ];
  }
  if (Token.isUnresolved(value)) return known(`buildContexts.${name}`, value);
  if (
    /^docker-image:\/\/[^\s'"]+$/.test(value) ||
    !/^[a-z0-9+.-]+:/i.test(value) ||
    /^[a-z]:[\\/]/i.test(value)
  )
    return [];
  return [
    `The build context ${name} is ${JSON.stringify(value)}. It can be a folder or an image (docker-image://alpine:3.22). What is at another address may change without a change of the hash: download it in the Dockerfile, with ADD --checksum.`,
  ];
}

function labelProblems(key: string, value: string | DockerImageLabel): string[] {
  if (!LABEL.test(key)) {
    return [`"${key}" is not a valid name of a label. Use letters, digits, ".", "_", "-" and "/".`];
  }
  return typeof value !== "string" ? [] : known(`labels["${key}"]`, value);
}

function known(name: string, value: string | undefined): string[] {
  return value !== undefined && Token.isUnresolved(value)
    ? [
        `${name} is only known when Terraform runs. It is part of the image's hash, which has to be known at synth. Give it as plain text.`,
      ]
    : [];
}
