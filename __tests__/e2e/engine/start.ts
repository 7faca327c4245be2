import { ensureDockerEngine } from "../../../cli/local/docker-engine";

/** All end-to-end tests share one engine. Without this, it would stop and start again between them. */
// biome-ignore lint/style/noDefaultExport: jest takes no other
export default () => ensureDockerEngine(__dirname);
