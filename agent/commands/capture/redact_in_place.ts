import { encodeCapture } from "../../../protocol/capture.ts";
import { redactCapture } from "../../../protocol/redaction.ts";
import { writeAll } from "../cli/new_file.ts";
import type { CommandContext } from "../cli/command_context.ts";
import { openRecording } from "./recording.ts";

/**
 * Redacts a recording where it lies, for which a full disk has room, too. Each line is written over
 * itself, once it was read: whoever reads on from before it finds lines of the same times and lengths.
 */
export function redactInPlace(path: string, context: Pick<CommandContext, "machine">): void {
  const redacted = redactCapture(openRecording(path, context));
  using file = Deno.openSync(path, { write: true });
  let length = 0;
  for (const piece of encodeCapture(redacted)) {
    // A head that says true is shorter than one that says false.
    const text = length === 0 ? piece.replace("\n", " \n") : piece;
    const bytes = new TextEncoder().encode(text);
    writeAll(file, bytes);
    length += bytes.length;
  }
  // A last line that breaks off is as it was.
  file.truncateSync(length);
}
