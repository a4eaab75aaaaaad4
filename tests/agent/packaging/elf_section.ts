// Offsets of a 64-bit little-endian ELF file.
const SECTIONS_AT = 0x28;
const SECTION_LENGTH_AT = 0x3a;
const NAMES_INDEX_AT = 0x3e;
const CONTENT_AT = 0x18;
const CONTENT_LENGTH_AT = 0x20;

/** The content of a section of an ELF file; undefined where it has none of this name. */
export function elfSection(file: Uint8Array, name: string): Uint8Array | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const number = (at: number) => Number(view.getBigUint64(at, true));
  const length = view.getUint16(SECTION_LENGTH_AT, true);
  const count = view.getUint16(SECTION_LENGTH_AT + 2, true);
  const at = (index: number) => number(SECTIONS_AT) + index * length;
  const content = (index: number) => {
    const start = number(at(index) + CONTENT_AT);
    return file.subarray(start, start + number(at(index) + CONTENT_LENGTH_AT));
  };
  const names = content(view.getUint16(NAMES_INDEX_AT, true));
  for (let index = 0; index < count; index++) {
    const start = view.getUint32(at(index), true);
    const end = names.indexOf(0, start);
    if (new TextDecoder().decode(names.subarray(start, end)) === name) return content(index);
  }
  return undefined;
}
