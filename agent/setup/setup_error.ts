/** What kept the setup from being done: as the exit code tells it. */
export type SetupFailure = "declined" | "usage" | "no_connection" | "interrupted";

/** The setup ends without having been done; nothing half-written stays. */
export class SetupError extends Error {
  override readonly name = "SetupError";
  readonly failure: SetupFailure;

  constructor(failure: SetupFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}
