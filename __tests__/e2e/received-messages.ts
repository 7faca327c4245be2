/** The messages that a client has received, and nobody has taken yet. */
export class ReceivedMessages<Message> {
  private readonly messages: Message[] = [];
  private look: () => void = () => undefined;

  add(message: Message): void {
    this.messages.push(message);
    this.look();
  }

  /** Waits for a message, and takes it. */
  next(wanted: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve) => {
      this.look = () => {
        const at = this.messages.findIndex(wanted);
        if (at < 0) return;
        // The next one belongs to who waits then.
        this.look = () => undefined;
        resolve(this.messages.splice(at, 1)[0] as Message);
      };
      this.look();
    });
  }
}
