/** An endpoint could not be served: what happened, the value found, what to do; `cause` is kept. */
export class EndpointError extends Error {
  override readonly name = "EndpointError";
}

/** What to tell whoever asked for a port or a path that cannot be had. */
export function notServed(what: string, cause: unknown): EndpointError {
  return new EndpointError(`Cannot serve ${what}: ${whyNotServed(cause)}`, { cause });
}

function whyNotServed(error: unknown): string {
  switch ((error as { code?: unknown }).code) {
    case "EADDRINUSE":
      return "the port is in use; stop the other program or choose another port";
    case "EADDRNOTAVAIL":
      return "this machine does not have this address";
    case "EACCES":
      return "permission denied; choose another place";
    case "ENOENT":
      return "its directory is missing; make it, or choose another path";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
