/**
 * Shifts an alias with CodeDeploy, and waits for the end. A POSIX shell runs it (`sh -euc`), with the variables that
 * `deployment-group-resources.ts` sets. It contains nothing that Terraform would replace.
 *
 * - The version before is read from the alias, because Terraform doesn't know it: CodeDeploy may have gone back.
 * - An apply that was interrupted left a deployment that continues. The next apply waits for it first.
 * - An error of a single request ends nothing: a deployment can take more than an hour.
 */
export const DEPLOYMENT_COMMAND = String.raw`
fail() { printf '%s\n' "$*" >&2; exit 1; }
cli() { aws "$@" --region "$REGION" --output text; }
read_alias() { cli lambda get-alias --function-name "$FUNCTION" --name "$ALIAS" --query FunctionVersion; }
follow() {
  shown=
  failures=0
  while :; do
    if status="$(cli deploy get-deployment --deployment-id "$1" --query deploymentInfo.status)"; then
      failures=0
    else
      status=
      failures=$((failures + 1))
      [ "$failures" -lt 30 ] || fail "CodeDeploy can't be asked about the deployment $1. It continues there. Apply again when it has ended."
    fi
    if [ -n "$status" ] && [ "$status" != "$shown" ]; then
      shown="$status"
      echo "Deployment $1: $status"
    fi
    case "$status" in Succeeded | Failed | Stopped) return 0 ;; esac
    sleep "$WAIT_SECONDS"
  done
}

command -v aws >/dev/null || fail "This machine has no command aws, which starts the deployment. Install the AWS CLI, and apply again."
account="$(cli sts get-caller-identity --query Account)" || fail "The command aws has no valid login. Log in, and apply again."
[ "$account" = "$ACCOUNT" ] || fail "The command aws is logged in to the account $account, but the function is in $ACCOUNT. Set AWS_PROFILE, and apply again."

active="$(cli deploy list-deployments --application-name "$GROUP" --deployment-group-name "$GROUP" --include-only-statuses Created Queued InProgress Baking Ready --no-paginate --query 'deployments[0]')"
if [ "$active" != None ]; then
  echo "The deployment $active has not ended yet"
  follow "$active"
fi

current="$(read_alias)"
if [ "$current" = "$TARGET" ]; then
  echo "The alias $ALIAS is at version $TARGET already"
  exit 0
fi
appspec="{\"version\":0.0,\"Resources\":[{\"function\":{\"Type\":\"AWS::Lambda::Function\",\"Properties\":{\"Name\":\"$FUNCTION\",\"Alias\":\"$ALIAS\",\"CurrentVersion\":\"$current\",\"TargetVersion\":\"$TARGET\"}}}],\"Hooks\":$HOOKS}"
content="$(printf %s "$appspec" | sed 's/"/\\"/g')"
deployment="$(cli deploy create-deployment --application-name "$GROUP" --deployment-group-name "$GROUP" --revision "{\"revisionType\":\"AppSpecContent\",\"appSpecContent\":{\"content\":\"$content\"}}" --query deploymentId)"
echo "Deployment $deployment shifts the alias $ALIAS from version $current to version $TARGET"
follow "$deployment"
if [ "$status" = Succeeded ]; then
  exit 0
fi

ended="$status"
reason="$(cli deploy get-deployment --deployment-id "$deployment" --query 'deploymentInfo.errorInformation.[code,message]' | tr '\t' ' ')" || reason=
rollback="$(cli deploy get-deployment --deployment-id "$deployment" --query deploymentInfo.rollbackInfo.rollbackDeploymentId)" || rollback=None
if [ "$rollback" != None ]; then
  echo "Deployment $rollback shifts the alias back"
  follow "$rollback"
fi
now="$(read_alias)" || now=unknown
fail "CodeDeploy did not shift the alias $ALIAS to version $TARGET. Deployment $deployment: $ended, $reason. The alias is at version $now. Correct the function, or set the alias's version to $now, and apply again."
`.trim();
