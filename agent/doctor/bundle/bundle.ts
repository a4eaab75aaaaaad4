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
export async function bundleOf(
  { texts, capture }: BundleParts,
  redactor: Redactor,
  wallTime: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const files = new Map<string, string>();
  for (const [name, text] of texts) {
    // Cut afterwards: half a secret would not be found.
    files.set(redactor.redact(name), redactor.redact(text).slice(-MAX_TEXT_LENGTH));
  }
  if (capture !== undefined) files.set("capture.jsonl", encodeCapture(redactCapture(capture)));
  const entries: TarEntry[] = [];
  const leftOut: string[] = [];
  for (const [name, text] of files) {
    if (redactor.leaks(text)) leftOut.push(name);
    else entries.push({ name: `${FOLDER}/${name}`, bytes: new TextEncoder().encode(text) });
  }
  const about = leftOut.length === 0
    ? ABOUT
    : `${ABOUT}\nLeft out, since a secret was left in them: ${leftOut.join(", ")}\n`;
  const first = { name: `${FOLDER}/README.txt`, bytes: new TextEncoder().encode(about) };
  return await compressed(tarOf([first, ...entries], wallTime / 1000));
}

async function compressed(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
