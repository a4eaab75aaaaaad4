/** What a command's end tells its caller. */
export const ExitCode = {
  done: 0,
  /** The answer is no: somebody refused, there is no such thing, or something is found at fault. */
  refused: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  noConnection: 3,
  /** The user ended it before its work was done; as shells say it, 128 and the number of SIGINT. */
  interrupted: 130,
} as const;
export type ExitCode = typeof ExitCode[keyof typeof ExitCode];

/** Ends a command with one line: what happened, the value found, what to do. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
