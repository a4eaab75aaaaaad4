/** Time as a parameter: whoever waits takes a clock, so that tests can wind it by hand. */
export interface Clock {
  /** Milliseconds of a clock that only runs forward and never jumps; its zero means nothing. */
  now(): number;
  /** Milliseconds since 1970-01-01 UTC; jumps when somebody sets the machine's clock. */
  wallTime(): number;
  /** Resolves after `ms`, or at once when `signal` is or becomes aborted; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
