import { stopDockerEngine } from "../../../cli/local/docker-engine";

// biome-ignore lint/style/noDefaultExport: jest takes no other
export default () => stopDockerEngine(__dirname);
