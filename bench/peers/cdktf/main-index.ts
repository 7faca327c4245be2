import * as aws from "@cdktf/provider-aws";
import * as docker from "@cdktf/provider-docker";
import { synthesize } from "./functions-stack";

synthesize({
  AwsProvider: aws.provider.AwsProvider,
  CloudwatchLogGroup: aws.cloudwatchLogGroup.CloudwatchLogGroup,
  DockerProvider: docker.provider.DockerProvider,
  EcrLifecyclePolicy: aws.ecrLifecyclePolicy.EcrLifecyclePolicy,
  EcrRepository: aws.ecrRepository.EcrRepository,
  EcrRepositoryPolicy: aws.ecrRepositoryPolicy.EcrRepositoryPolicy,
  IamRole: aws.iamRole.IamRole,
  IamRolePolicy: aws.iamRolePolicy.IamRolePolicy,
  LambdaFunction: aws.lambdaFunction.LambdaFunction,
  RegistryImage: docker.registryImage.RegistryImage,
});
