import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { NotUtf8Error, utf8Text } from "../../../agent/config/utf8_text.ts";

Deno.test("utf8Text() keeps every sign, the mark at the begin too", () => {
  for (const text of ["", "\uFEFFname: Été\r\n", "a\uFFFDb", "☀\n\n日"]) {
    strictEqual(utf8Text(new TextEncoder().encode(text)), text);
  }
});

Deno.test("utf8Text() names the first line that is no UTF-8", () => {
  const latin1 = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
  const utf16 = Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x0a, 0);
  const linesOf = [latin1("é"), latin1("a\nb\né\nè\n"), latin1("a\r\n\r\né"), utf16].map(
    (bytes) => {
      let line;
      throws(() => utf8Text(bytes), (error) => {
        line = error instanceof NotUtf8Error ? error.line : undefined;
        return true;
      });
      return line;
    },
  );
  deepStrictEqual(linesOf, [1, 3, 3, 1]);
});
