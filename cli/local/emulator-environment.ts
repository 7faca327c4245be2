import path from "node:path";
import { DEBUG_REQUEST_FILE } from "./debug/debug-request";
import { CALLS_FILE, NO_IAM_FILE } from "./iam";
import { ROOT_KEY_FILE } from "./root-key";

/** Variables that Python and its Docker client need. */
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
  /** The folder that it writes to. */
  readonly data: string;
  /** The folder with a login for its own registry, from which it pulls functions' images. */
  readonly dockerConfig: string;
  /** The folder of AWS's runtime interface emulator, which may be missing until a function needs it. */
  readonly runtimeEmulator: string;
  /** The folder of large layers that were pushed to any local AWS of this user. */
  readonly layers: string;
}

/**
 * The complete environment of the emulator. It doesn't contain the user's credentials and tokens, or settings of the
 * user's own emulator.
 */
export function emulatorEnvironment(
  environment: NodeJS.ProcessEnv,
  { port, data, dockerConfig, runtimeEmulator, layers }: EmulatorSettings,
): Record<string, string> {
  const needed = NEEDED.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(needed),
    DOCKER_CONFIG: dockerConfig,
    GATEWAY_PORT: String(port),
    // Functions run only in containers.
    LAMBDA_EXECUTOR: "docker",
    LAMBDA_STRICT: "1",
    LOCAL_AWS_CALLS: CALLS_FILE,
    LOCAL_AWS_DEBUG: DEBUG_REQUEST_FILE,
    LOCAL_AWS_LAYERS: layers,
    LOCAL_AWS_NO_IAM: NO_IAM_FILE,
    LOCAL_AWS_ROOT_KEY: ROOT_KEY_FILE,
    LOCAL_AWS_RUNTIME_EMULATOR: runtimeEmulator,
    // These would listen on further ports, on all interfaces.
    IOT_MTLS_ENABLED: "0",
    SFTP_ENABLED: "0",
    // The guard is a file of the project, where Python would write its cache.
    PYTHONDONTWRITEBYTECODE: "1",
    S3_DATA_DIR: path.join(data, "s3"),
    STATE_DIR: path.join(data, "state"),
    TMPDIR: data,
  };
}
