/**
 * The host of an account's ECR registry in a region. China has another suffix (AWS General Reference, "Amazon ECR
 * endpoints and quotas").
 */
export function ecrRegistry(account: string, region: string): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}
