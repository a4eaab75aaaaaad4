import { withoutVariables } from "../../config/variables.ts";

/** Something that must not be in a report, and what stands in its place. */
export interface Secret {
  /** A `name` is only one for people: what could be a number of a frame is none within a word. */
  readonly kind: "text" | "name" | "serial";
  readonly value: string;
  /** Such as `<password>`. */
  readonly substitute: string;
}

/** A shorter text is only a secret where it stands as a word of its own. */
const MIN_LENGTH_WITHIN_WORDS = 4;

/** A secret as it may be written, and whether it counts in the middle of a word. */
export interface SecretForm {
  readonly text: string;
  readonly withinWords: boolean;
}

/** Every way in which a secret may be written in a text: plain, escaped, as bytes, as numbers of a frame. */
export function formsOf(secret: Secret): SecretForm[] {
  const forms = wholeFormsOf(secret);
  for (const half of halvesOf(secret)) {
    for (const text of encodingsOf(half)) forms.push({ text, withinWords: true });
  }
  return forms;
}

/** The same without halves of serial numbers, which may be any number of a frame. */
export function wholeFormsOf({ kind, value }: Secret): SecretForm[] {
  const bytes = new TextEncoder().encode(value);
  const isDigits = kind === "name" && /^[0-9A-Fa-f]+$/.test(value);
  const withinWords = value.length >= MIN_LENGTH_WITHIN_WORDS && !isDigits;
  const plain = new Set([
    ...inTexts(value),
    // As a configuration writes it, where ${ alone begins a variable.
    ...inTexts(withoutVariables(value)),
    encodeURIComponent(value),
    encodeURI(value),
    new URLSearchParams({ value }).toString().slice("value=".length),
  ]);
  const forms = [...plain].map((text) => ({ text, withinWords }));
  if (withinWords) {
    const binaries = kind === "serial" ? [bytes, ...serialBytes(value)] : [bytes];
    for (const binary of binaries) {
      for (const text of encodingsOf(binary)) forms.push({ text, withinWords: true });
    }
    const number = kind === "serial" && /^[0-9A-Fa-f]{8}$/.test(value) ? parseInt(value, 16) : NaN;
    if (number > 99_999) forms.push({ text: String(number), withinWords: true });
  }
  return forms.filter(({ text }) => text !== "");
}

/** Plain, as JSON has it between quotes, and as a line of JSON has it that is a text within JSON. */
function inTexts(value: string): string[] {
  const inJson = JSON.stringify(value).slice(1, -1);
  return [value, inJson, JSON.stringify(inJson).slice(1, -1), inAscii(inJson)];
}

/** JSON as programs write it that trust no letters beyond ASCII. */
function inAscii(json: string): string {
  return json.replace(
    /[^\0-\x7F]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The bytes that a serial number is in memory, and a GUID on the wire. */
function serialBytes(serial: string): Uint8Array[] {
  const words = wordsOf(serial);
  return words.length === 0 ? [] : [bytesOfWords(words, true), bytesOfWords(words, false)];
}

/** The two halves of 16 bits, each as a FLOAT (specification 4.2.3); none that any number may be. */
function halvesOf({ kind, value }: Secret): Uint8Array[] {
  const words = kind === "serial" ? wordsOf(value) : [];
  if (words.length !== 1) return [];
  return [words[0]! >>> 16, words[0]! & 0xFFFF].filter((half) => half > 255).map(floatBytes);
}

/** Each of 32 bits; none where the text is no serial number. */
function wordsOf(serial: string): number[] {
  const digits = /^(?:[0-9A-Fa-f]{8}){1,4}(?![0-9A-Za-z])/.exec(serial)?.[0] ?? "";
  return (digits.match(/.{8}/g) ?? []).map((word) => parseInt(word, 16));
}

/** Bytes as text: hexadecimal, with and without blanks, and base64 in its three alignments. */
function encodingsOf(bytes: Uint8Array): string[] {
  const hex = bytes.toHex();
  const pairs = hex.match(/../g) ?? [];
  return [hex, pairs.join(" "), pairs.join(":"), ...base64Of(bytes)];
}

/** What is the same wherever the bytes stand in a longer text of base64; long enough to be no accident. */
function base64Of(bytes: Uint8Array): string[] {
  return [0, 1, 2].map((offset) => {
    const padded = new Uint8Array(offset + bytes.length);
    padded.set(bytes, offset);
    const text = btoa(String.fromCharCode(...padded)).replace(/=+$/, "");
    // The first letters hold bits of what stands before, the last one of what stands behind.
    const start = Math.ceil(offset * 8 / 6);
    const end = Math.floor((offset + bytes.length) * 8 / 6);
    return text.slice(start, end);
  }).filter(({ length }) => length >= 5);
}

function bytesOfWords(words: readonly number[], littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(words.length * 4));
  for (const [index, word] of words.entries()) view.setUint32(index * 4, word, littleEndian);
  return new Uint8Array(view.buffer);
}

function floatBytes(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  return new Uint8Array(view.buffer);
}
