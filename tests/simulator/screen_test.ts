import assert from "node:assert/strict";
import { readRequest } from "../../protocol/service.ts";
import {
  decodeScreen,
  SCREEN_HEIGHT,
  SCREEN_WIDTH,
  type ScreenKey,
  screenProperty,
} from "../../protocol/screen.ts";
import { CELL_HEIGHT, CELL_WIDTH, drawText } from "../../simulator/font.ts";
import type { SimulatedGateway } from "../../simulator/gateway.ts";
import { createGateway } from "../../simulator/scenario/scenario.ts";
import { ask, assertRefused, dataOf } from "./gateway_client.ts";

const XCOM = 501;
const CHARACTERS = " ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:-+=/%><()°?";

Deno.test("RemoteScreen shows the standard display with the gateway's clock", () => {
  const gateway = createGateway({ scenario: "house", start: "2026-06-21T10:00" });
  const lines = press(gateway, "none");
  assert.equal(lines[0], "21.06.2026 10:00");
  assert.match(lines.join("\n"), /BSP SOC +\d+\.\d\d %/);
});

Deno.test("RemoteScreen walks the menu with its four keys", () => {
  const gateway = createGateway({ scenario: "house" });
  const standard = press(gateway, "none");
  assert.deepEqual(press(gateway, "down"), standard);
  assert.deepEqual(press(gateway, "set").slice(0, 6), [
    "MENU",
    "> XTENDER",
    "BATTERY",
    "SOLAR",
    "MESSAGES",
    "DEVICES",
  ]);
  assert.equal(press(gateway, "down")[2], "> BATTERY");
  assert.match(press(gateway, "set").join("\n"), /^BATTERY\nBSP UBAT +\d\d\.\d\d V/);
  assert.match(press(gateway, "down").join("\n"), /^SOLAR\nVT1 MODE/);
  assert.match(press(gateway, "down").join("\n"), /^MESSAGES\nNO MESSAGE/);
  assert.match(press(gateway, "down").join("\n"), /^DEVICES\nXT1 1\.6\.78\nXT2/);
  // From the end to the beginning, and back.
  assert.match(press(gateway, "down").join("\n"), /^XTENDER\nXT1 MODE/);
  assert.match(press(gateway, "up").join("\n"), /^DEVICES/);
  assert.equal(press(gateway, "esc")[5], "> DEVICES");
  assert.deepEqual(press(gateway, "esc"), standard);
});

Deno.test("RemoteScreen shows the newest messages, and cuts what does not fit", () => {
  const gateway = createGateway({ scenario: "cabin" });
  for (let i = 0; i < 20; i++) gateway.addMessage(16, 101);
  gateway.addMessage(19, 101);
  for (const key of ["esc", "set", "down", "down", "down"] as const) press(gateway, key);
  const lines = press(gateway, "set");
  assert.deepEqual(lines.slice(0, 3), [
    "MESSAGES",
    "101 BATTERY UNDERVOLTAGE",
    "101 FAN ERROR DETECTED",
  ]);
});

Deno.test("RemoteScreen shows a new message until a key clears it, which does nothing else", () => {
  const gateway = createGateway({ scenario: "cabin", start: "2026-06-21T10:00" });
  const standard = press(gateway, "none");
  gateway.addMessage(21, 101);
  const shown = [
    "MESSAGE (021)",
    "",
    "TRANSFER NOT AUTHORIZED, AC-OUT",
    "CURRENT IS HIGHER ?1107?",
    "",
    "DEVICE 101",
    "21.06.2026 10:00",
    "",
    "ANY KEY CLEARS IT",
  ];
  assert.deepEqual(press(gateway, "none").slice(0, shown.length), shown);
  assert.deepEqual(press(gateway, "none").slice(0, shown.length), shown);
  assert.deepEqual(press(gateway, "set"), standard);
  gateway.addMessage(19, 101);
  assert.equal(press(gateway, "none")[0], "HALTED (019)");
});

Deno.test("RemoteScreen knows no other key", () => {
  const gateway = createGateway({ scenario: "cabin" });
  const answer = ask(gateway, XCOM, readRequest({ ...screenProperty("none"), objectId: 0x01 }));
  assertRefused(answer, "OBJECT_ID_NOT_FOUND");
});

Deno.test("drawText draws every character differently, within its cell", () => {
  const pictures = new Set<string>();
  for (const character of CHARACTERS) {
    const pixels: string[] = [];
    drawText(character, (x, y) => {
      assert.ok(x < CELL_WIDTH - 1 && y < CELL_HEIGHT - 1, character);
      pixels.push(`${x},${y}`);
    });
    pictures.add(pixels.join(" "));
  }
  assert.equal(pictures.size, CHARACTERS.length);
  assert.equal(drawn("~"), drawn("?"));
});

/** Presses a key and reads the picture back into text; the line under the cursor begins with `>`. */
function press(gateway: SimulatedGateway, key: ScreenKey): string[] {
  const pixels = decodeScreen(dataOf(ask(gateway, XCOM, readRequest(screenProperty(key)))));
  const lines = Array.from(
    { length: Math.floor(SCREEN_HEIGHT / CELL_HEIGHT) },
    (_, row) => readLine(pixels, row),
  );
  while (lines.at(-1) === "") lines.pop();
  return lines;
}

const CharacterByPicture = new Map([...CHARACTERS].map((each) => [drawn(each), each]));

function readLine(pixels: Uint8Array, row: number): string {
  const top = row * CELL_HEIGHT;
  // The row of pixels below the letters is black where the line is inverted.
  const inverted = pixels[(top + CELL_HEIGHT - 1) * SCREEN_WIDTH] === 1;
  const text = Array.from({ length: SCREEN_WIDTH / CELL_WIDTH }, (_, column) => {
    const cell: string[] = [];
    for (let y = 0; y < CELL_HEIGHT - 1; y++) {
      for (let x = 0; x < CELL_WIDTH - 1; x++) {
        const black = pixels[(top + y) * SCREEN_WIDTH + column * CELL_WIDTH + x] === 1;
        if (black !== inverted) cell.push(`${x},${y}`);
      }
    }
    const character = CharacterByPicture.get(cell.join(" "));
    assert.ok(character !== undefined, `no character in row ${row}, column ${column}`);
    return character;
  }).join("").trimEnd();
  return inverted ? `> ${text}` : text;
}

function drawn(character: string): string {
  const pixels: string[] = [];
  drawText(character, (x, y) => pixels.push(`${x},${y}`));
  return pixels.join(" ");
}
