// ISO-8859-15 is ISO-8859-1 but for these eight characters.
const Replaced: ReadonlyArray<readonly [byte: number, character: string]> = [
  [0xA4, "€"],
  [0xA6, "Š"],
  [0xA8, "š"],
  [0xB4, "Ž"],
  [0xB8, "ž"],
  [0xBC, "Œ"],
  [0xBD, "œ"],
  [0xBE, "Ÿ"],
];
const CharacterByByte = new Map(Replaced);
const ByteByCharacter = new Map(Replaced.map(([byte, character]) => [character, byte]));

/** Text from the bytes of a STRING: ISO-8859-15 (specification 4.2.3). Every byte is a character. */
export function decodeText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += CharacterByByte.get(byte) ?? String.fromCharCode(byte);
  return text;
}

/** The bytes of a STRING; throws a `RangeError` at a character that ISO-8859-15 lacks. */
export function encodeText(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = ByteByCharacter.get(character) ?? character.codePointAt(0)!;
    if (code > 0xFF || (CharacterByByte.has(code) && !ByteByCharacter.has(character))) {
      throw new RangeError(`Cannot encode ${JSON.stringify(character)}: not in ISO-8859-15`);
    }
    return code;
  });
}
