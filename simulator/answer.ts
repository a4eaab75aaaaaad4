import type { ErrorName } from "../protocol/error_code.ts";
import { ErrorCode } from "../protocol/error_code.ts";

/** What the gateway or a device says to a service: its data, or an `ErrorCode`. */
export type Answer =
  | {
    readonly ok: true;
    readonly data: Uint8Array;
    /** Told in place of the request's own: only a file transfer does so (specification 4.8). */
    readonly propertyId?: number;
  }
  | { readonly ok: false; readonly code: number };

export const NO_DATA = new Uint8Array(0);

export function accepted(data: Uint8Array = NO_DATA): Answer {
  return { ok: true, data };
}

export function refused(error: ErrorName): Answer {
  return { ok: false, code: ErrorCode[error] };
}
