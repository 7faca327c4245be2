import type { Construct } from "constructs";

/**
 * Refuses what a construct can have only once, in words that say what is there twice.
 * @throws Error when there is a child with this id
 */
export function refuseTwice(scope: Construct, id: string, message: string): void {
  if (scope.node.tryFindChild(id)) {
    throw new Error(`[${scope.node.path}] ${message}`);
  }
}
