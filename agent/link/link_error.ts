import { errorText } from "../error_text.ts";

/**
 * A link could not be opened, or was lost. The message is for the owner: what happened, the value
 * found, what to do; `cause` keeps what the platform said.
 */
export class LinkError extends Error {
  override readonly name = "LinkError";
}

/** What a write gets from a link that was closed by its own side. */
export function closedError(description: string): LinkError {
  return new LinkError(`Cannot write to ${description}: the link was closed`);
}

/** Why a local port could not be had, and what to do; `lister` is the command that names holders. */
export function whyNotBound(error: unknown, lister: "ss -ltnp" | "ss -lunp"): string {
  switch ((error as { code?: unknown }).code) {
    case "EADDRINUSE":
      return `the port is in use; stop the other program (\`${lister}\` names it) or choose another`;
    case "EADDRNOTAVAIL":
      return "this machine does not have this address; use 0.0.0.0 for all it has";
    case "EACCES":
      return "permission denied; choose a port from 1024 up";
    default:
      return errorText(error);
  }
}
