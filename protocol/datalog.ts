import { DecodeError } from "./bytes.ts";
import { ObjectType, type PropertyRef } from "./object.ts";
import { decodeText, encodeText } from "./text.ts";

/** What a file transfer reads (specification 4.8). */
export const DatalogObject = { directory: 1, file: 2 } as const;

/** A step of a file transfer, carried as the property id; the answer's step is its own. */
export const DatalogAction = {
  start: 0x21,
  datablock: 0x22,
  ackContinue: 0x23,
  nackRetry: 0x24,
  abort: 0x25,
  finish: 0x26,
} as const;

/** Every block has this length but the last, which may be empty. */
export const DATALOG_BLOCK_LENGTH = 512;

const LINE_FEED = "\n";

/** One step of a transfer of the directory or of a file. */
export function datalogProperty(
  object: keyof typeof DatalogObject,
  action: keyof typeof DatalogAction,
): PropertyRef {
  return {
    objectType: ObjectType.datalog,
    objectId: DatalogObject[object],
    propertyId: DatalogAction[action],
  };
}

/** The name that SD_Start carries for a file. */
export function encodeFileName(name: string): Uint8Array {
  return encodeText(name + LINE_FEED);
}

/** Throws a `DecodeError` where the name does not end. */
export function decodeFileName(data: Uint8Array): string {
  const text = decodeText(data);
  if (!text.endsWith(LINE_FEED)) {
    throw new DecodeError(`Expected a file name and a line feed, found ${JSON.stringify(text)}`);
  }
  return text.slice(0, -1);
}

/** The names in a directory. */
export function decodeDirectory(data: Uint8Array): string[] {
  return decodeText(data).split(LINE_FEED).filter((name) => name !== "");
}

/** The names, each ended by a line feed. */
export function encodeDirectory(names: readonly string[]): Uint8Array {
  return encodeText(names.map((name) => name + LINE_FEED).join(""));
}
