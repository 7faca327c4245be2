import type { DestinationConfig, IDestination } from "../function/destination";
import type { FunctionBase } from "../function/function-base";
import { refuseFifo } from "../function/refuse-fifo";
import type { EncryptedResourceOptions } from "../grants/encryption-key";
import { publishStatements, type Topic } from "../grants/topic-grants";

/** A topic as the destination of a function's records. It has to be a standard topic. */
export class SnsDestination implements IDestination {
  constructor(
    private readonly topic: Topic,
    private readonly options: EncryptedResourceOptions = {},
  ) {}

  /** @throws Error when it is a FIFO topic */
  bind(fn: FunctionBase): DestinationConfig {
    refuseFifo(fn, this.topic, "topic");
    return { destination: this.topic.arn, statements: publishStatements(fn, this.topic, this.options) };
  }
}
