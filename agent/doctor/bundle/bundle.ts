import { type Capture, encodeCapture } from "../../../protocol/capture.ts";
import { redactCapture } from "../../../protocol/redaction.ts";
import type { Redactor } from "./redactor.ts";
import { type TarEntry, tarOf } from "./tar.ts";

/** What goes into a report, not redacted yet. */
export interface BundleParts {
  /** Texts, by the name of their file. */
  readonly texts: ReadonlyMap<string, string>;
  /** A recording of the line; undefined for none. */
  readonly capture: Capture | undefined;
}

/** Longer texts lose their beginning: the end is what matters in a log. */
const MAX_TEXT_LENGTH = 2_000_000;

const FOLDER = "studer-agent-report";

const ABOUT = `A report of studer-agent doctor --bundle

Taken out: passwords, names of users, installations and hosts, addresses, the gateway's GUID and the
serial numbers of devices, and frames in logs. The same thing has the same name in angle brackets in
every file. In a recording of the line, GUID and serial numbers are replaced within the frames; what
is no frame is blanked. Look through the files before you hand them on.
`;

/** The archive of a report, compressed. What would still hold a secret is left out, which it says. */
export function bundleOf(
  { texts, capture }: BundleParts,
  redactor: Redactor,
  wallTime: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  // A text piece by piece, from the beginning each time; no secret is of two lines.
  const files = new Map<string, () => Iterable<string>>();
  for (const [name, text] of texts) {
    // Cut afterwards: half a secret would not be found.
    const redacted = redactor.redact(text).slice(-MAX_TEXT_LENGTH);
    files.set(redactor.redact(name), () => [redacted]);
  }
  if (capture !== undefined) {
    const redacted = redactCapture(capture);
    files.set("capture.jsonl", () => encodeCapture(redacted));
  }
  const entries: TarEntry[] = [];
  const leftOut: string[] = [];
  for (const [name, open] of files) {
    const length = lengthWithoutSecret(open(), redactor);
    if (length === undefined) leftOut.push(name);
    else entries.push({ name: `${FOLDER}/${name}`, length, pieces: encoded(open) });
  }
  const about = leftOut.length === 0
    ? ABOUT
    : `${ABOUT}\nLeft out, since a secret was left in them: ${leftOut.join(", ")}\n`;
  const first = new TextEncoder().encode(about);
  const readme = { name: `${FOLDER}/README.txt`, length: first.length, pieces: [first] };
  return ReadableStream.from(tarOf([readme, ...entries], wallTime / 1000))
    .pipeThrough(new CompressionStream("gzip"));
}

/** How many bytes a text is; undefined where a secret is left in it. */
function lengthWithoutSecret(pieces: Iterable<string>, redactor: Redactor): number | undefined {
  let length = 0;
  for (const piece of pieces) {
    if (redactor.leaks(piece)) return undefined;
    length += new TextEncoder().encode(piece).length;
  }
  return length;
}

function encoded(open: () => Iterable<string>): Iterable<Uint8Array<ArrayBuffer>> {
  return {
    *[Symbol.iterator]() {
      for (const piece of open()) yield new TextEncoder().encode(piece);
    },
  };
}
