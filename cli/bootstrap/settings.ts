import type { Arguments } from "../command";
import { CommandError } from "../process/steps";
import type { Identity } from "./identity";

/** The options of a bootstrap. They are stored with its state, so that the next run needs none. */
export interface Settings {
  readonly identity: Identity;
  /** Whether the state is encrypted with a KMS key of its own. */
  readonly kms: boolean;
  readonly budget?: Budget;
}

/** A monthly budget of the account. */
export interface Budget {
  /** US dollars. */
  readonly usd: number;
  /** The address that gets a message when it is exceeded, or is expected to be. */
  readonly email: string;
}

/**
 * The budget in the options; that of the last run, if they name none.
 * @throws CommandError when they are incomplete
 */
export function readBudget(args: Pick<Arguments, "text">, before: Budget | undefined): Budget | undefined {
  const [amount, email = before?.email] = [args.text("budget"), args.text("email")];
  if (amount === undefined) {
    if (args.text("email") !== undefined && before === undefined) {
      throw new CommandError("--email gets a message when a budget is exceeded: add --budget <USD>.");
    }
    return before && email !== undefined ? { ...before, email } : undefined;
  }
  const usd = Number(amount);
  if (!/^\d+(\.\d+)?$/.test(amount)) {
    throw new CommandError(
      `--budget ${JSON.stringify(amount)} is no amount of US dollars, for example 50. 0 removes the budget.`,
    );
  }
  if (usd === 0) {
    return undefined;
  }
  if (email === undefined || !/^[^@\s]+@[^@\s]+$/.test(email)) {
    throw new CommandError(
      "--budget needs an address that gets a message when it is exceeded: --email <address>.",
    );
  }
  return { usd, email };
}
