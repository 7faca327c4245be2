/** The parts of an image's name. */
export interface ImageReference {
  /** Registry and repository, as written, without tag and digest. */
  readonly name: string;
  /** @default - none; Docker uses `latest` */
  readonly tag?: string;
  /** `sha256:…` @default - none is given */
  readonly digest?: string;
}

export function imageReference(image: string): ImageReference {
  const [path = "", digest] = image.split("@", 2);
  const colon = path.indexOf(":", path.lastIndexOf("/") + 1);
  return {
    name: colon === -1 ? path : path.slice(0, colon),
    ...(colon !== -1 && { tag: path.slice(colon + 1) }),
    ...(digest !== undefined && { digest }),
  };
}

/**
 * Whether it can be the name of an image: github.com/distribution/reference 0.6, “Grammar”.
 */
export function isImageReference(image: string): boolean {
  if (image === "scratch") return true;
  const { name, tag, digest } = imageReference(image);
  const [first = "", ...rest] = name.split("/");
  const isHost =
    rest.length > 0 && (/[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase());
  const path = isHost ? rest : [first, ...rest];
  return (
    (!isHost ||
      /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.|$|(?=:)))+(?::\d+)?$|^\[[0-9a-fA-F:]+\](:\d+)?$/.test(
        first,
      )) &&
    path.every((part) => /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/.test(part)) &&
    (tag === undefined || /^\w[\w.-]{0,127}$/.test(tag)) &&
    (digest === undefined ||
      /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/.test(digest))
  );
}

/**
 * The name of a Docker Official Image, for example `python`: from Docker Hub, or from its copy on ECR Public. Amazon
 * Linux is included, its official image is on both.
 */
export function officialImage(image: string): string | undefined {
  const { name } = imageReference(image);
  const prefix = OFFICIAL.find((candidate) => name.startsWith(candidate)) ?? "";
  const short = name.slice(prefix.length);
  return short.includes("/") ? undefined : short;
}

const OFFICIAL = [
  "public.ecr.aws/docker/library/",
  "public.ecr.aws/amazonlinux/",
  "docker.io/library/",
  "docker.io/",
  "library/",
];

/**
 * Whether it is an official image whose working directory is `/`, and which has no code outside the system's folders.
 */
export function isPlainImage(image: string): boolean {
  return PLAIN_IMAGES.has(officialImage(image) ?? "");
}

/**
 * Whether it is an image that anybody may use to build on: a Docker Official Image, one of Microsoft's or NVIDIA's public
 * registries, or a distroless one of Google's. Another organization's image may contain the function's own code.
 */
export function isPublicImage(image: string): boolean {
  const { name } = imageReference(image);
  return (
    officialImage(image) !== undefined ||
    /^(mcr\.microsoft\.com|nvcr\.io\/nvidia|gcr\.io\/distroless)\//.test(name)
  );
}

const PLAIN_IMAGES = new Set(["alpine", "amazonlinux", "debian", "node", "python", "ruby", "ubuntu"]);
