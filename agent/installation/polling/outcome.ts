import { DecodeError } from "../../../protocol/bytes.ts";
import { ErrorCode, errorName, ScomError } from "../../../protocol/error_code.ts";
import { CorruptAnswerError, QueueFullError, ResponseTimeoutError } from "../line/errors.ts";
import type { Value } from "../values.ts";

/** What came of an attempt to read a datapoint, by what is to be done about it. */
export type Outcome =
  | {
    readonly kind: "value";
    readonly value: Value;
    readonly attributes?: Readonly<Record<string, unknown>>;
  }
  /** The device has no such point, or does not let us read it: final, ask again much later. */
  | { readonly kind: "refused"; readonly error: string }
  /** No such device is there now. */
  | { readonly kind: "absent" }
  /** Nothing answered, or, where `busy`, not now: ask again soon. */
  | { readonly kind: "unanswered"; readonly busy?: true };

/** What an error says of the datapoint; throws it again where it speaks of the line, or is a bug. */
export function outcomeOf(error: unknown): Outcome {
  if (error instanceof ScomError) {
    if (error.code === ErrorCode.DEVICE_NOT_FOUND) return { kind: "absent" };
    // The gateway's own deadline: it is there, the device is silent.
    if (error.code === ErrorCode.RESPONSE_TIMEOUT) return { kind: "unanswered" };
    if (error.transient) return { kind: "unanswered", busy: true };
    return { kind: "refused", error: errorName(error.code) };
  }
  if (error instanceof DecodeError) return { kind: "refused", error: error.message };
  if (
    error instanceof ResponseTimeoutError || error instanceof CorruptAnswerError ||
    error instanceof QueueFullError
  ) {
    return { kind: "unanswered" };
  }
  throw error;
}
