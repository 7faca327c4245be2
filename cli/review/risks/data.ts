import type { Risk } from "../risk";
import { nameOf, type Resource, type Stack, sidesOf } from "../stack";
import { listOf, type Text, text } from "../text";

interface DataHolder {
  /** The data that is lost. */
  readonly holds: string;
  /** An argument that has to be true. Otherwise AWS refuses to delete the resource while it has content. */
  readonly emptiedBy?: string;
}

/** Resources with content that Terraform can't create again. */
const HOLDERS: Readonly<Record<string, DataHolder>> = {
  aws_backup_vault: { holds: "backups", emptiedBy: "force_destroy" },
  aws_cloudwatch_log_group: { holds: "logs" },
  aws_cognito_user_pool: { holds: "users" },
  aws_db_instance: { holds: "database" },
  aws_docdb_cluster: { holds: "database" },
  aws_dynamodb_table: { holds: "items" },
  aws_ebs_volume: { holds: "disk" },
  aws_ecr_repository: { holds: "images", emptiedBy: "force_delete" },
  aws_efs_file_system: { holds: "files" },
  aws_elasticache_cluster: { holds: "cache" },
  aws_elasticache_replication_group: { holds: "cache" },
  aws_fsx_lustre_file_system: { holds: "files" },
  aws_kinesis_stream: { holds: "records" },
  aws_kms_key: { holds: "key: everything that it encrypted can never be read again" },
  aws_msk_cluster: { holds: "records" },
  aws_neptune_cluster: { holds: "database" },
  aws_opensearch_domain: { holds: "documents" },
  aws_rds_cluster: { holds: "database" },
  aws_redshift_cluster: { holds: "database" },
  aws_s3_bucket: { holds: "objects", emptiedBy: "force_destroy" },
  aws_secretsmanager_secret: { holds: "secret" },
  aws_sqs_queue: { holds: "messages" },
  aws_ssm_parameter: { holds: "value" },
};

/** Data that is destroyed, images that are deleted. */
export function dataRisks(stack: Stack): Risk[] {
  return stack.resources.flatMap((resource): Risk[] => {
    const { action, address, deposed } = resource;
    if ((action !== "delete" && action !== "replace") || deposed) {
      return [];
    }
    const holder = HOLDERS[resource.type];
    if (holder) {
      return [{ code: "data-destroyed", severity: "high", address, what: lossOf(resource, holder) }];
    }
    const keeps = sidesOf(resource, "keep_remotely").before;
    if (resource.type === "docker_registry_image" && !(keeps.state === "known" && keeps.value === true)) {
      const what = text`The image is deleted from its registry, because ${"keep_remotely"} is off.`;
      return [{ code: "image-deleted", severity: "medium", address, what }];
    }
    return [];
  });
}

function lossOf(resource: Resource, { holds, emptiedBy }: DataHolder): Text {
  const emptied = emptiedBy && sidesOf(resource, emptiedBy).before;
  const isRefused = emptied && !(emptied.state === "known" && emptied.value === true);
  const lost: Text = isRefused
    ? text`AWS refuses this while it has content (${[holds]}), because ${emptiedBy} is off. The apply would stop here.`
    : text`Its content is lost (${[holds]}).`;
  return text`${nameOf(resource)} is ${[resource.action === "replace" ? "replaced" : "destroyed"]}${becauseOf(resource)}. ${lost}`;
}

/** `, because name changes`: the arguments that force a replacement. */
export function becauseOf({ action, action_reason: reason, change }: Resource): Text {
  const forced = [...new Set((change.replace_paths ?? []).map(([name]) => String(name)))];
  if (action === "replace" && forced.length > 0) {
    return text`, because ${listOf(forced)} ${[forced.length === 1 ? "changes" : "change"]}`;
  }
  return [REASONS[reason ?? ""] ?? ""].filter((part) => part !== "");
}

const REASONS: Readonly<Record<string, string>> = {
  delete_because_no_resource_config: ", because it is no longer in the configuration",
  delete_because_no_module: ", because its module is no longer in the configuration",
  delete_because_count_index: ", because count is smaller",
  delete_because_each_key: ", because its key is no longer in for_each",
  replace_because_tainted: ", because an earlier apply failed half way",
  replace_by_request: ", because the plan was made with -replace",
  replace_by_triggers: ", because of replace_triggered_by",
};
