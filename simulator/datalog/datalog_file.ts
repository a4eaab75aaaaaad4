import { civilTime, padded, SECONDS_PER_DAY, SECONDS_PER_MINUTE } from "../calendar.ts";

/** One logged value of one device. */
export interface DatalogColumn {
  /** Of the value, with its unit: `XT-Ubat- (MIN) [Vdc]`. */
  readonly title: string;
  /** Which info it is: `I3090`. */
  readonly reference: string;
  /** Which device: the phase and number of an Xtender (`L1-1`), the number of another, or `ALL`. */
  readonly device: string;
  readonly decimals: 0 | 2;
  /** The value at the end of the minute that began at `time`; NaN where there is none. */
  readonly read: (time: number) => number;
}

/** A line behind the last minute of a day: a counter (`I3081`) or a parameter (`P1107`). */
export interface DatalogSummary {
  readonly reference: string;
  /** One value for each device of a family. */
  readonly read: () => number[];
}

/** Everything that the gateway logs. */
export interface LogSheet {
  readonly columns: readonly DatalogColumn[];
  readonly summaries: readonly DatalogSummary[];
}

export const MINUTES_PER_DAY = SECONDS_PER_DAY / SECONDS_PER_MINUTE;

/** The name of the file of a day, by its number since 1970-01-01: `LGYYMMDD.CSV`. */
export function dayFileName(number: number): string {
  const { year, month, day } = civilTime(number * SECONDS_PER_DAY);
  return `LG${padded(year % 100, 2)}${padded(month, 2)}${padded(day, 2)}.CSV`;
}

/** What was logged on one day, and how it is written down. */
export class DayRecord {
  /** Days since 1970-01-01. */
  readonly number: number;
  customField: string;
  readonly #sheet: LogSheet;
  readonly #minutes = new Uint16Array(MINUTES_PER_DAY);
  /** Minute by minute, a value for each column. */
  readonly #values: Float32Array;
  #length = 0;
  #summaries: string[] = [];

  constructor(number: number, sheet: LogSheet, customField: string) {
    this.number = number;
    this.customField = customField;
    this.#sheet = sheet;
    this.#values = new Float32Array(MINUTES_PER_DAY * sheet.columns.length);
  }

  get fileName(): string {
    return dayFileName(this.number);
  }

  /** Writes the line of a minute of this day (0 to 1439). */
  record(minute: number): void {
    // A clock that was put back writes the hour again; a file holds no more than a day.
    if (this.#length >= MINUTES_PER_DAY) return;
    const time = this.number * SECONDS_PER_DAY + minute * SECONDS_PER_MINUTE;
    const { columns } = this.#sheet;
    const offset = this.#length * columns.length;
    columns.forEach(({ read }, i) => this.#values[offset + i] = read(time));
    this.#minutes[this.#length++] = minute;
  }

  /** Writes the lines that stand behind the last minute. */
  close(): void {
    this.#summaries = this.#sheet.summaries.map(({ reference, read }) =>
      line([reference, ...read().map((value) => valueText(value, 2))])
    );
  }

  /** The file: three lines of head, a line a minute, and the day's summaries once it is over. */
  text(): string {
    const { columns } = this.#sheet;
    const head = [
      line([
        "v7.6",
        ...columns.map(({ title }, i) => columns[i - 1]?.title === title ? "" : title),
      ]),
      line(["", ...columns.map(({ reference }) => reference)]),
      line(["", ...columns.map(({ device }) => device)]),
    ];
    const custom = this.customField === "" ? [] : [line(["Custom", this.customField])];
    return [...head, ...this.#lines(), ...this.#summaries, ...custom].join("");
  }

  #lines(): string[] {
    const { columns } = this.#sheet;
    const { year, month, day } = civilTime(this.number * SECONDS_PER_DAY);
    const date = `${padded(day, 2)}.${padded(month, 2)}.${year}`;
    return Array.from(this.#minutes.subarray(0, this.#length), (minute, row) => {
      const time = `${padded(Math.floor(minute / 60), 2)}:${padded(minute % 60, 2)}`;
      const offset = row * columns.length;
      const values = columns.map(({ decimals }, i) =>
        valueText(this.#values[offset + i]!, decimals)
      );
      return line([`${date} ${time}`, ...values]);
    });
  }
}

/** Each field has a semicolon behind it, the last one too. */
function line(fields: readonly string[]): string {
  return `${fields.join(";")};\r\n`;
}

function valueText(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return "";
  const text = value.toFixed(decimals);
  return Number(text) === 0 && text.startsWith("-") ? text.slice(1) : text;
}
