import { type DataConfig, DataResource } from "cdktf";
import type { Construct, IValidation } from "constructs";

/**
 * `terraform_data`, without CDKTF's check of Terraform's version. That check runs `terraform version` in each synth (cdktf 0.21.0,
 * lib/terraform-data-resource.js), so a synth would fail on a machine without Terraform. An older Terraform than 1.4 refuses the
 * resource itself.
 */
export class TerraformData extends DataResource {
  constructor(scope: Construct, id: string, config: DataConfig) {
    super(scope, id, config);
    const validations: IValidation[] = [];
    this.node.addValidation = (validation) => void validations.push(validation);
    this.node.validate = () => validations.flatMap((validation) => validation.validate());
  }
}
