import assert from "node:assert/strict";
import { keyboard, type ReadLine } from "../../../agent/commands/cli/keyboard.ts";

/** Keys in pieces as they come; the input ends, or stays silent, behind the last. */
function typing(pieces: readonly string[], isSilentThen = false) {
  const left = pieces.map((piece) => new TextEncoder().encode(piece));
  const shown: string[] = [];
  let reads = 0;
  const readLine: ReadLine = keyboard({
    read() {
      reads++;
      const piece = left.shift();
      if (piece === undefined && isSilentThen) return new Promise(() => {});
      return Promise.resolve(piece);
    },
    write: (text) => shown.push(text),
    setEcho: (on) => shown.push(on ? "<echo>" : "<no echo>"),
  });
  return { readLine, shown, reads: () => reads };
}

const signal = new AbortController().signal;
const seen = { hidden: false, signal };
const hidden = { hidden: true, signal };

Deno.test("keyboard() makes lines of pieces, and keeps what was typed ahead", async () => {
  const { readLine, shown } = typing(["on", "e\ntwo\nth", "ree\n"]);
  assert.equal(await readLine("1: ", seen), "one");
  assert.equal(await readLine("2: ", seen), "two");
  assert.equal(await readLine("3: ", seen), "three");
  assert.equal(await readLine("4: ", seen), undefined);
  assert.deepEqual(shown, ["1: ", "2: ", "3: ", "4: "]);
});

Deno.test("keyboard() reads letters that come in halves", async () => {
  const [first, second] = [new Uint8Array([0xc3]), new Uint8Array([0xbc, 0x0a])];
  const left = [first, second];
  const readLine = keyboard({
    read: () => Promise.resolve(left.shift()),
    write: () => {},
    setEcho: () => {},
  });
  assert.equal(await readLine("", seen), "ü");
});

Deno.test("keyboard() hides a password, lets it be corrected, and shows keys again", async () => {
  const { readLine, shown } = typing(["wrong\x15rigth\x7f\x7fht\r"]);
  assert.equal(await readLine("Password: ", hidden), "right");
  assert.deepEqual(shown, ["<no echo>", "Password: ", "<echo>", "\n"]);
});

Deno.test("keyboard() shows nothing of a password that is typed as soon as it is asked for", async () => {
  const { readLine, shown } = typing(["right\r"]);
  await readLine("Password: ", hidden);
  assert.ok(shown.indexOf("<no echo>") < shown.indexOf("Password: "));
});

Deno.test("keyboard() lets arrows and other keys without a letter be no part of a password", async () => {
  const keys = ["\x1b[A", "\x1bOB", "\x1b[3~", "\x1b[1;5C", "\x1b[[A", "\x1b"];
  const { readLine } = typing([`ri${keys.join("")}g`, "\x1b", "[", "Dht\r", "[3~\r"]);
  assert.equal(await readLine("Password: ", hidden), "right");
  assert.equal(await readLine("Password: ", hidden), "[3~");
});

Deno.test("keyboard() shows keys again where the input ends at a password", async () => {
  for (const pieces of [[], ["abc\x04"]]) {
    const { readLine, shown } = typing(pieces);
    assert.equal(await readLine("", hidden), undefined);
    assert.ok(shown.includes("<echo>"));
  }
});

Deno.test("keyboard() gives up at Ctrl-C, and hands the key that comes later to the next question", async () => {
  const { promise: piece, resolve: press } = Promise.withResolvers<Uint8Array | undefined>();
  const shown: string[] = [];
  let reads = 0;
  const readLine = keyboard({
    read: () => (reads++, piece),
    write: (text) => shown.push(text),
    setEcho: (on) => shown.push(on ? "<echo>" : "<no echo>"),
  });
  const interrupt = new AbortController();
  const answer = readLine("Password: ", { hidden: true, signal: interrupt.signal });
  interrupt.abort();
  assert.equal(await answer, undefined);
  assert.deepEqual(shown, ["<no echo>", "Password: ", "<echo>", "\n"]);
  assert.equal(await readLine("", { hidden: false, signal: interrupt.signal }), undefined);
  press(new TextEncoder().encode("late\n"));
  assert.equal(await readLine("", seen), "late");
  assert.equal(reads, 1);
});

Deno.test("keyboard() takes no line longer than an answer can be", async () => {
  const { readLine } = typing(["x".repeat(100_000), "\n"]);
  assert.equal((await readLine("", seen))?.length, 4096);
});
