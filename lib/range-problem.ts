import { Token } from "cdktf";

/** Describes a number that is out of range. Empty when it is not. */
export function rangeProblem(
  name: string,
  value: number | undefined,
  { min, max }: { readonly min: number; readonly max: number },
  unit: string,
): string[] {
  if (
    value === undefined ||
    Token.isUnresolved(value) ||
    (Number.isInteger(value) && value >= min && value <= max)
  ) {
    return [];
  }
  return [
    `${name} must be a whole number ${max === Infinity ? `from ${min} on` : `from ${min} to ${max}`}${unit && ` (${unit})`}; got ${value}`,
  ];
}
