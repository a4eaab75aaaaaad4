import { u16At, u32At } from "./bytes.ts";
import { checksum } from "./checksum.ts";

/** The unit that crosses the line (specification 3.3). */
export interface Frame {
  /** 0 in requests; see `FrameFlag` for responses. */
  readonly flags: number;
  readonly source: number;
  readonly destination: number;
  /** A service, see `service.ts`. */
  readonly data: Uint8Array;
}

/** Bits of a response's frame_flags. */
export const FrameFlag = {
  messagePending: 0x01,
  /** The gateway restarted; cleared by writing the signal {5104}. */
  restarted: 0x02,
  sdCardPresent: 0x04,
  sdCardFull: 0x08,
  newDatalogFile: 0x10,
  datalogSupported: 0x20,
} as const;

/** What every frame begins with; it may also stand within one. */
export const START_BYTE = 0xAA;
/** From the start byte to the header's checksum, in bytes. */
export const HEADER_LENGTH = 14;
const CHECKSUM_LENGTH = 2;

/** The specification says 240, yet a screen takes 1034; a header that claims more is noise. */
export const MAX_DATA_LENGTH = 4096;

/** The most bytes that one frame takes on the line. */
export const MAX_FRAME_LENGTH = frameLength(MAX_DATA_LENGTH);

/** How many bytes a frame takes on the line. */
export function frameLength(dataLength: number): number {
  return HEADER_LENGTH + dataLength + CHECKSUM_LENGTH;
}

/** What is wrong with bytes that are no frame. */
export type InvalidReason =
  /** They do not begin with a start byte. */
  | "noise"
  | "header_checksum"
  | "length"
  | "data_checksum";

/** What the bytes from a given place on are. */
export type FrameAttempt =
  | { readonly kind: "frame"; readonly frame: Frame }
  /** `length` bytes are needed to tell: those of the header, or of the frame that it announces. */
  | { readonly kind: "incomplete"; readonly length: number }
  | { readonly kind: "invalid"; readonly reason: InvalidReason };

const IncompleteHeader: FrameAttempt = { kind: "incomplete", length: HEADER_LENGTH };
const Invalid: Record<InvalidReason, FrameAttempt> = {
  noise: { kind: "invalid", reason: "noise" },
  header_checksum: { kind: "invalid", reason: "header_checksum" },
  length: { kind: "invalid", reason: "length" },
  data_checksum: { kind: "invalid", reason: "data_checksum" },
};

/** Throws a `RangeError` where the data is too long for a frame. */
export function encodeFrame({ flags, source, destination, data }: Frame): Uint8Array {
  if (data.length > MAX_DATA_LENGTH) {
    throw new RangeError(`Cannot encode ${data.length} data bytes: at most ${MAX_DATA_LENGTH}`);
  }
  const end = HEADER_LENGTH + data.length;
  const bytes = new Uint8Array(end + CHECKSUM_LENGTH);
  const view = new DataView(bytes.buffer);
  bytes[0] = START_BYTE;
  bytes[1] = flags;
  view.setUint32(2, source, true);
  view.setUint32(6, destination, true);
  view.setUint16(10, data.length, true);
  view.setUint16(12, checksum(bytes, 1, 12), true);
  bytes.set(data, HEADER_LENGTH);
  view.setUint16(end, checksum(bytes, HEADER_LENGTH, end), true);
  return bytes;
}

/**
 * Tries to read a frame that begins at `start`. Its data is a view into `bytes`. The length is
 * believed only once the header's own checksum is right.
 */
export function attemptFrame(bytes: Uint8Array, start: number): FrameAttempt {
  const available = bytes.length - start;
  if (available === 0) return IncompleteHeader;
  if (bytes[start] !== START_BYTE) return Invalid.noise;
  if (available < HEADER_LENGTH) return IncompleteHeader;
  if (checksum(bytes, start + 1, start + 12) !== u16At(bytes, start + 12)) {
    return Invalid.header_checksum;
  }
  const dataLength = u16At(bytes, start + 10);
  if (dataLength > MAX_DATA_LENGTH) return Invalid.length;
  const length = frameLength(dataLength);
  if (available < length) return { kind: "incomplete", length };
  const dataStart = start + HEADER_LENGTH;
  const dataEnd = dataStart + dataLength;
  if (checksum(bytes, dataStart, dataEnd) !== u16At(bytes, dataEnd)) return Invalid.data_checksum;
  const frame = {
    flags: bytes[start + 1]!,
    source: u32At(bytes, start + 2),
    destination: u32At(bytes, start + 6),
    data: bytes.subarray(dataStart, dataEnd),
  };
  return { kind: "frame", frame };
}
