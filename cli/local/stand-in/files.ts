import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The certificates of Debian's systems, in one file. */
export const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

export function writeText(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

export function writeProgram(file: string, text: string): void {
  writeText(file, text);
  chmodSync(file, 0o755);
}

export function copyProgram(source: string, file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  copyFileSync(source, file);
  chmodSync(file, 0o755);
}

/** Copies the certificates that this machine trusts, for downloads in a build. */
export function copyCertificates(root: string): void {
  if (existsSync(CERTIFICATES)) {
    mkdirSync(path.join(root, path.dirname(CERTIFICATES)), { recursive: true });
    copyFileSync(CERTIFICATES, path.join(root, CERTIFICATES));
  }
}
