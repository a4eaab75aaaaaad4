/** Error codes of a response (specification 4.3). */
export const ErrorCode = {
  INVALID_FRAME: 0x0001,
  DEVICE_NOT_FOUND: 0x0002,
  RESPONSE_TIMEOUT: 0x0003,
  SERVICE_NOT_SUPPORTED: 0x0011,
  INVALID_SERVICE_ARGUMENT: 0x0012,
  GATEWAY_BUSY: 0x0013,
  TYPE_NOT_SUPPORTED: 0x0021,
  OBJECT_ID_NOT_FOUND: 0x0022,
  PROPERTY_NOT_SUPPORTED: 0x0023,
  INVALID_DATA_LENGTH: 0x0024,
  PROPERTY_IS_READ_ONLY: 0x0025,
  INVALID_DATA: 0x0026,
  DATA_TOO_SMALL: 0x0027,
  DATA_TOO_BIG: 0x0028,
  WRITE_PROPERTY_FAILED: 0x0029,
  READ_PROPERTY_FAILED: 0x002A,
  ACCESS_DENIED: 0x002B,
  OBJECT_NOT_SUPPORTED: 0x002C,
  MULTICAST_READ_NOT_SUPPORTED: 0x002D,
  OBJECT_PROPERTY_INVALID: 0x002E,
  FILE_OR_DIR_NOT_PRESENT: 0x002F,
  FILE_CORRUPTED: 0x0030,
  INVALID_SHELL_ARG: 0x0081,
} as const;
export type ErrorName = keyof typeof ErrorCode;

const NameByCode = new Map<number, ErrorName>(
  Object.entries(ErrorCode).map(([name, code]) => [code, name as ErrorName]),
);

/** The specification's name, or the number for a code that it does not hold. */
export function errorName(code: number): string {
  return NameByCode.get(code) ?? `0x${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

const Transient: ReadonlySet<number> = new Set([
  ErrorCode.RESPONSE_TIMEOUT,
  ErrorCode.GATEWAY_BUSY,
  ErrorCode.READ_PROPERTY_FAILED,
]);

/** The gateway answered, and the answer is no. */
export class ScomError extends Error {
  override readonly name = "ScomError";
  readonly code: number;

  constructor(code: number) {
    super(`The gateway answered ${errorName(code)}`);
    this.code = code;
  }

  /** Whether the same request may succeed a moment later; every other code is final. */
  get transient(): boolean {
    return Transient.has(this.code);
  }
}
