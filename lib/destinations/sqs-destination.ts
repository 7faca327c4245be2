import type { DestinationConfig, IDestination } from "../function/destination";
import type { FunctionBase } from "../function/function-base";
import { refuseFifo } from "../function/refuse-fifo";
import type { EncryptedResourceOptions } from "../grants/encryption-key";
import { type Queue, sendMessagesStatements } from "../grants/queue-grants";

/** A queue as the destination of a function's records. It has to be a standard queue. */
export class SqsDestination implements IDestination {
  constructor(
    private readonly queue: Queue,
    private readonly options: EncryptedResourceOptions = {},
  ) {}

  /** @throws Error when it is a FIFO queue */
  bind(fn: FunctionBase): DestinationConfig {
    refuseFifo(fn, this.queue, "queue");
    return {
      destination: this.queue.arn,
      statements: sendMessagesStatements(fn, this.queue, this.options),
    };
  }
}
