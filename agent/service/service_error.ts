/** Why the service cannot be installed or removed, as one line: what, the value found, what to do. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
}
