import { DefaultTokenResolver, StringConcat, Tokenization } from "cdktf";
import type { Construct } from "constructs";

/**
 * A value with what its tokens become in the stack's JSON, for example `${aws_kms_key.Key.arn}`. Each read of an attribute
 * makes another token, so tokens can't be compared.
 */
export function resolved<T>(scope: Construct, value: T): T {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(value, { scope, resolver, preparing: false });
}
