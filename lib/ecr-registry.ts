/** Host of the ECR registry that an account has in a region. Another suffix in China (AWS General Reference, "Amazon ECR endpoints and quotas"). */
export function ecrRegistry(account: string, region: string): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}
