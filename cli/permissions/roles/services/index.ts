import type { ResourceTypes } from "../resource-type";
import { logs } from "./logs";

/** All types that the roles of plan and deploy can be generated for, one file a service. */
export const RESOURCE_TYPES: ResourceTypes = { ...logs };
