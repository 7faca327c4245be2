import path from "node:path";
import { ROOT_KEY_FILE } from "./root-key";

/** What Python, and the client of the engine in it, need to know of this machine. */
const NEEDED = [
  "PATH",
  "HOME",
  "LANG",
  "LC_ALL",
  "TZ",
  "DOCKER_HOST",
  "DOCKER_TLS_VERIFY",
  "DOCKER_CERT_PATH",
  "XDG_RUNTIME_DIR",
  // Windows
  "SYSTEMROOT",
  "USERPROFILE",
];

export interface EmulatorSettings {
  readonly port: number;
  /** The folder that it writes into. */
  readonly data: string;
  /** The folder with a login for its own registry, which functions' images are pulled from. */
  readonly dockerConfig: string;
}

/** The whole environment of the emulator: credentials and tokens of the user, and settings of an emulator of their own, stay out of it. */
export function emulatorEnvironment(
  environment: NodeJS.ProcessEnv,
  { port, data, dockerConfig }: EmulatorSettings,
): Record<string, string> {
  const needed = NEEDED.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(needed),
    DOCKER_CONFIG: dockerConfig,
    GATEWAY_PORT: String(port),
    // Each function runs in a container, or not at all.
    LAMBDA_EXECUTOR: "docker",
    LAMBDA_STRICT: "1",
    LOCAL_AWS_ROOT_KEY: ROOT_KEY_FILE,
    // It would listen on ports of their own, on all interfaces.
    IOT_MTLS_ENABLED: "0",
    SFTP_ENABLED: "0",
    // The guard is a file of the project, where Python would leave its own.
    PYTHONDONTWRITEBYTECODE: "1",
    S3_DATA_DIR: path.join(data, "s3"),
    STATE_DIR: path.join(data, "state"),
    TMPDIR: data,
  };
}
