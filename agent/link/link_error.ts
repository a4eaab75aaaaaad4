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
