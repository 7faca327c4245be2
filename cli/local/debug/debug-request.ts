import { rmSync } from "node:fs";
import path from "node:path";
import { writeJsonFile } from "../../process/json-file";
import type { PathMapping } from "./path-mappings";

/** The request for a debugger in the next container of a function. cli/local/debugging.py reads it. */
export const DEBUG_REQUEST_FILE = path.resolve(".local", "debug.json");

/** The ports on this machine at which a debugger can attach. */
export interface DebugPorts {
  /** debugpy's. */
  readonly python: number;
  /** The inspector's. */
  readonly nodejs: number;
}

interface DebugRequest {
  readonly functionName: string;
  readonly region: string;
  /** The folders whose files the container gets. */
  readonly tools: readonly string[];
  readonly ports: DebugPorts;
  readonly pathMappings: readonly PathMapping[];
}

/** Asks the local AWS for a debugger in the next container of a function. @returns a function that takes it back */
export function requestDebugger(request: DebugRequest): () => void {
  writeJsonFile(DEBUG_REQUEST_FILE, request);
  return () => rmSync(DEBUG_REQUEST_FILE, { force: true });
}
