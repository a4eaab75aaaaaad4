import type { UserInfo } from "../protocol/catalogue/datapoint.ts";
import { findDatapoint, findMessage } from "../protocol/catalogue/lookup.ts";
import { encodeScreen, SCREEN_HEIGHT, SCREEN_WIDTH, ScreenKey } from "../protocol/screen.ts";
import { accepted, type Answer, refused } from "./answer.ts";
import { civilTime, padded } from "./calendar.ts";
import type { SimulatedDevice } from "./device.ts";
import { CELL_HEIGHT, CELL_WIDTH, drawText } from "./font.ts";
import type { SimulatedInstallation } from "./installation.ts";
import type { LoggedMessage } from "./message_log.ts";

/** What the display can show: a title over some lines. */
interface Page {
  readonly title: string;
  readonly lines: (installation: SimulatedInstallation) => string[];
}

const COLUMNS = SCREEN_WIDTH / CELL_WIDTH;
const Keys: readonly number[] = Object.values(ScreenKey);
const ROWS = Math.floor(SCREEN_HEIGHT / CELL_HEIGHT);

const StandardDisplay: Page = {
  title: "",
  lines: (installation) => [
    ...infoLines(installation, { xt: [3028, 3000, 3136, 3137], bsp: [7002], bms: [7002] }),
    "",
    "SET: menu",
  ],
};

/** The menu, in its order. */
const Pages: readonly Page[] = [
  {
    title: "Xtender",
    lines: (installation) =>
      infoLines(installation, { xt: [3028, 3020, 3000, 3005, 3021, 3136, 3011, 3137] }),
  },
  {
    title: "Battery",
    lines: (installation) =>
      infoLines(installation, {
        bsp: [7000, 7001, 7002, 7003, 7029],
        bms: [7000, 7001, 7002, 7003, 7029],
      }),
  },
  {
    title: "Solar",
    lines: (installation) =>
      infoLines(installation, { vt: [11016, 11002, 11004, 11007], vs: [15013, 15010, 15017] }),
  },
  { title: "Messages", lines: messageLines },
  {
    title: "Devices",
    lines: ({ devices }) => devices.map(({ name, identity }) => `${name} ${identity.firmware}`),
  },
];

/** Where one is: on the standard display, in the menu, or on the page under the cursor. */
type View = "standard" | "menu" | "page";

/**
 * The remote control's display and its four keys (specification 6.2). A new message covers what it
 * shows until a key clears it; that key does nothing else.
 */
export class RemoteScreen {
  #view: View = "standard";
  #cursor = 0;
  /** The newest message that was cleared. */
  #cleared: LoggedMessage | undefined;

  /** Takes a key and shows the picture that follows. */
  press(key: number, installation: SimulatedInstallation): Answer {
    if (!Keys.includes(key)) return refused("OBJECT_ID_NOT_FOUND");
    const [newest] = installation.messages.latest(1);
    if (newest === undefined || newest === this.#cleared) this.#act(key);
    else if (key === ScreenKey.none) return accepted(encodeScreen(messagePicture(newest)));
    else this.#cleared = newest;
    return accepted(encodeScreen(this.#picture(installation)));
  }

  #act(key: number): void {
    switch (key) {
      case ScreenKey.none:
        break;
      case ScreenKey.set:
        this.#view = this.#view === "standard" ? "menu" : "page";
        break;
      case ScreenKey.esc:
        this.#view = this.#view === "page" ? "menu" : "standard";
        break;
      case ScreenKey.down:
        this.#move(1);
        break;
      case ScreenKey.up:
        this.#move(-1);
        break;
    }
  }

  #move(by: number): void {
    if (this.#view === "standard") return;
    this.#cursor = (this.#cursor + by + Pages.length) % Pages.length;
  }

  #picture(installation: SimulatedInstallation): Uint8Array {
    switch (this.#view) {
      case "standard":
        return picture(timeText(installation.clockSeconds), StandardDisplay.lines(installation));
      case "menu":
        return picture("Menu", Pages.map(({ title }) => title), this.#cursor);
      case "page": {
        const { title, lines } = Pages[this.#cursor]!;
        return picture(title, lines(installation));
      }
    }
  }
}

function messagePicture({ type, source, timestamp }: LoggedMessage): Uint8Array {
  const { severity, text } = findMessage(type) ?? { severity: "none", text: "Unknown message" };
  const word = severity === "none" ? "Message" : severity;
  return picture(`${word} (${padded(type, 3)})`, [
    "",
    ...wrapped(text),
    "",
    `Device ${source}`,
    timeText(timestamp),
    "",
    "Any key clears it",
  ]);
}

/** A text in lines of the display's width, broken between words. */
function wrapped(text: string): string[] {
  return text.split(" ").reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > COLUMNS) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}

/** Draws a title over lines, the one under the cursor white on black. */
function picture(title: string, lines: readonly string[], cursor?: number): Uint8Array {
  const pixels = new Uint8Array(SCREEN_WIDTH * SCREEN_HEIGHT);
  drawLine(pixels, 0, title, false);
  lines.slice(0, ROWS - 1).forEach((line, i) => drawLine(pixels, i + 1, line, i === cursor));
  return pixels;
}

function drawLine(pixels: Uint8Array, row: number, text: string, inverted: boolean): void {
  const top = row * CELL_HEIGHT;
  if (inverted) pixels.fill(1, top * SCREEN_WIDTH, (top + CELL_HEIGHT) * SCREEN_WIDTH);
  drawText(text.slice(0, COLUMNS), (x, y) => {
    pixels[(top + y) * SCREEN_WIDTH + x] = inverted ? 0 : 1;
  });
}

/** Infos of the first device of each family, with the labels that the manufacturer gives them. */
function infoLines(
  installation: SimulatedInstallation,
  numbers: Readonly<Partial<Record<SimulatedDevice["family"], readonly number[]>>>,
): string[] {
  return Object.entries(numbers).flatMap(([family, infos]) => {
    const [device] = installation.reachable(family as SimulatedDevice["family"]);
    return device === undefined ? [] : infos.map((number) => infoLine(device, number));
  });
}

function infoLine({ name, family, infos }: SimulatedDevice, number: number): string {
  const info = findDatapoint(family, number) as UserInfo;
  const value = infos.read(number)!;
  const option = info.options.find(({ code }) => code === value);
  return `${name} ${info.short.padEnd(10)} ${option?.text ?? `${value.toFixed(2)} ${info.unit}`}`;
}

function messageLines({ messages }: SimulatedInstallation): string[] {
  const latest = messages.latest(ROWS - 1);
  if (latest.length === 0) return ["No message"];
  return latest.map(({ type, source }) => `${source} ${findMessage(type)?.text ?? type}`);
}

function timeText(seconds: number): string {
  const { year, month, day, hour, minute } = civilTime(seconds);
  const date = `${padded(day, 2)}.${padded(month, 2)}.${year}`;
  return `${date} ${padded(hour, 2)}:${padded(minute, 2)}`;
}
