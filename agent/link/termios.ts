/** How a serial line is set. */
export interface LineSettings {
  readonly baudRate: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly stopBits: 1 | 2;
  readonly parity: "none" | "even" | "odd";
  readonly rtscts: boolean;
  readonly xon: boolean;
  readonly xoff: boolean;
  readonly xany: boolean;
  /** Drop DTR at the last close. */
  readonly hupcl: boolean;
}

/**
 * Length of the kernel's `struct termios` (asm-generic/termbits.h; the same on x86_64 and aarch64,
 * both little endian): four 32-bit flag words (input, output, control, local), the line discipline,
 * 19 control characters. glibc's own structure is longer and not what the ioctl takes.
 */
export const TERMIOS_LENGTH = 36;

const ControlOffset = 8;
const CharactersOffset = 17;

const InputFlag = { ignoreBreak: 0x1, xon: 0x400, xany: 0x800, xoff: 0x1000 } as const;
const ControlFlag = {
  size: 0x30,
  twoStopBits: 0x40,
  receive: 0x80,
  parity: 0x100,
  odd: 0x200,
  hangUp: 0x400,
  local: 0x800,
  rtscts: 0x8000_0000,
} as const;
const Character = { time: 5, min: 6 } as const;

const SizeCodes = { 5: 0x00, 6: 0x10, 7: 0x20, 8: 0x30 } as const;
const SpeedMask = 0x100f;
/** The B-codes: any other rate would need TCSETS2, which emulators lack. */
const SpeedCodes: ReadonlyMap<number, number> = new Map([
  [1200, 0x9],
  [2400, 0xb],
  [4800, 0xc],
  [9600, 0xd],
  [19200, 0xe],
  [38400, 0xf],
  [57600, 0x1001],
  [115200, 0x1002],
]);

/** The rates that a line can be set to. */
export const BaudRates: readonly number[] = [...SpeedCodes.keys()];

/** A raw line: bytes as they come, a read waits for one. Throws RangeError on an unknown rate. */
export function encodeTermios(settings: LineSettings): Uint8Array<ArrayBuffer> {
  const termios = new Uint8Array(TERMIOS_LENGTH);
  const view = new DataView(termios.buffer);
  // Parity is not checked on input: a damaged byte comes as it came, and the checksum finds it;
  // a wrong setting then shows as bytes without frames rather than as silence.
  const input = InputFlag.ignoreBreak |
    (settings.xon ? InputFlag.xon : 0) |
    (settings.xoff ? InputFlag.xoff : 0) |
    (settings.xany ? InputFlag.xany : 0);
  const control = ControlFlag.receive | ControlFlag.local | speedCode(settings.baudRate) |
    SizeCodes[settings.dataBits] |
    (settings.stopBits === 2 ? ControlFlag.twoStopBits : 0) |
    (settings.parity === "none" ? 0 : ControlFlag.parity) |
    (settings.parity === "odd" ? ControlFlag.odd : 0) |
    (settings.hupcl ? ControlFlag.hangUp : 0) |
    (settings.rtscts ? ControlFlag.rtscts : 0);
  view.setUint32(0, input, true);
  view.setUint32(ControlOffset, control >>> 0, true);
  termios[CharactersOffset + Character.min] = 1;
  termios[CharactersOffset + Character.time] = 0;
  return termios;
}

/** The rate that a line is set to; undefined for one that `BaudRates` lacks. */
export function baudRateOf(termios: Uint8Array): number | undefined {
  const code = controlOf(termios) & SpeedMask;
  for (const [baudRate, speed] of SpeedCodes) {
    if (speed === code) return baudRate;
  }
  return undefined;
}

/** The same line at another rate. */
export function withBaudRate(termios: Uint8Array, baudRate: number): Uint8Array<ArrayBuffer> {
  const changed = Uint8Array.from(termios);
  const control = (controlOf(termios) & ~SpeedMask) | speedCode(baudRate);
  new DataView(changed.buffer).setUint32(ControlOffset, control >>> 0, true);
  return changed;
}

/**
 * What the driver did not take of what was asked, in words; a pseudo-terminal has no parity bit, so
 * its parity cannot be checked.
 */
export function refusedSettings(
  asked: Uint8Array,
  found: Uint8Array,
  pseudoTerminal: boolean,
): readonly string[] {
  const difference = controlOf(asked) ^ controlOf(found);
  const refused: string[] = [];
  if (difference & SpeedMask) refused.push("baud rate");
  if (difference & ControlFlag.size) refused.push("data bits");
  if (difference & ControlFlag.twoStopBits) refused.push("stop bits");
  if (!pseudoTerminal && difference & (ControlFlag.parity | ControlFlag.odd)) {
    refused.push("parity");
  }
  if (difference & ControlFlag.rtscts) refused.push("flow control");
  return refused;
}

function speedCode(baudRate: number): number {
  const code = SpeedCodes.get(baudRate);
  if (code === undefined) {
    throw new RangeError(
      `Cannot set a line to ${baudRate} baud: the rates are ${BaudRates.join(", ")}`,
    );
  }
  return code;
}

function controlOf(termios: Uint8Array): number {
  const view = new DataView(termios.buffer, termios.byteOffset, termios.byteLength);
  return view.getUint32(ControlOffset, true);
}
