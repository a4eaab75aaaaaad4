import { DecodeError } from "../protocol/bytes.ts";
import {
  DATALOG_BLOCK_LENGTH,
  DatalogAction,
  DatalogObject,
  decodeFileName,
  encodeDirectory,
} from "../protocol/datalog.ts";
import type { ErrorName } from "../protocol/error_code.ts";
import type { PropertyRef } from "../protocol/object.ts";
import { encodeText } from "../protocol/text.ts";
import { type Answer, NO_DATA, refused } from "./answer.ts";
import { civilTime, padded, SECONDS_PER_DAY, SECONDS_PER_MINUTE } from "./calendar.ts";

/** One logged value. */
export interface DatalogColumn {
  /** Of the value and its device, as the file's head shows them. */
  readonly title: string;
  readonly device: string;
  readonly unit: string;
  readonly read: () => number;
}

interface Day {
  /** Days since 1970-01-01. */
  readonly number: number;
  readonly minutes: number[];
  readonly values: Float32Array[];
  customField: string;
}

const MAX_DAYS = 7;
const MINUTES_PER_DAY = SECONDS_PER_DAY / SECONDS_PER_MINUTE;

/** The SD card: a line a minute into one file a day, and the transfer that reads them. */
export class Datalog {
  readonly #columns: readonly DatalogColumn[];
  /** Oldest first; the last one is today. */
  readonly #days: Day[] = [];
  #transfer: { readonly content: Uint8Array; offset: number } | undefined;
  #customField = "";
  #hasNewFile = true;

  constructor(columns: readonly DatalogColumn[]) {
    this.#columns = columns;
  }

  /** Whether a file began since the directory was read. */
  get hasNewFile(): boolean {
    return this.#hasNewFile;
  }

  /** Names of the files, oldest first. */
  get fileNames(): string[] {
    return this.#days.map(fileName);
  }

  /** Writes the line of the minute that ended at `time`, seconds since 1970 of local time. */
  record(time: number): void {
    const minutes = Math.round(time / SECONDS_PER_MINUTE);
    const day = this.#dayOf(Math.floor(minutes / MINUTES_PER_DAY));
    // A clock that was put back writes the hour again; a file holds no more than a day.
    if (day.minutes.length >= MINUTES_PER_DAY) return;
    day.minutes.push(minutes % MINUTES_PER_DAY);
    day.values.push(Float32Array.from(this.#columns, ({ read }) => read()));
    day.customField = this.#customField;
  }

  /** The owner's text, for the files from now on. */
  setCustomField(text: string): void {
    this.#customField = text;
  }

  /** Erases the oldest files; today's stays. */
  eraseOldest(count: number): void {
    this.#days.splice(0, Math.min(count, Math.max(0, this.#days.length - 1)));
  }

  /** Takes one step of the transfer of the directory or a file (specification 4.8). */
  transfer({ objectId, propertyId }: PropertyRef, data: Uint8Array): Answer {
    if (objectId !== DatalogObject.directory && objectId !== DatalogObject.file) {
      return refused("OBJECT_ID_NOT_FOUND");
    }
    switch (propertyId) {
      case DatalogAction.start:
        return this.#start(objectId, data);
      case DatalogAction.ackContinue:
        return this.#continue();
      case DatalogAction.nackRetry:
        return this.#block();
      case DatalogAction.abort:
        this.#transfer = undefined;
        return { ok: true, data: NO_DATA, propertyId: DatalogAction.finish };
      default:
        return refused("PROPERTY_NOT_SUPPORTED");
    }
  }

  #start(object: number, data: Uint8Array): Answer {
    const content = object === DatalogObject.directory ? this.#directory() : this.#file(data);
    if (typeof content === "string") return refused(content);
    this.#transfer = { content, offset: 0 };
    return this.#block();
  }

  #continue(): Answer {
    const transfer = this.#transfer;
    if (transfer === undefined) return refused("INVALID_SERVICE_ARGUMENT");
    // The end is told again to whoever missed it.
    if (!isLast(transfer)) transfer.offset += DATALOG_BLOCK_LENGTH;
    return this.#block();
  }

  #block(): Answer {
    const transfer = this.#transfer;
    if (transfer === undefined) return refused("INVALID_SERVICE_ARGUMENT");
    const { content, offset } = transfer;
    return {
      ok: true,
      data: content.subarray(offset, offset + DATALOG_BLOCK_LENGTH),
      propertyId: isLast(transfer) ? DatalogAction.finish : DatalogAction.datablock,
    };
  }

  #directory(): Uint8Array {
    this.#hasNewFile = false;
    return encodeDirectory(this.fileNames);
  }

  #file(data: Uint8Array): Uint8Array | ErrorName {
    let name: string;
    try {
      name = decodeFileName(data);
    } catch (error) {
      if (error instanceof DecodeError) return "INVALID_DATA";
      throw error;
    }
    const day = this.#days.find((each) => fileName(each) === name);
    return day === undefined ? "FILE_OR_DIR_NOT_PRESENT" : encodeText(this.#text(day));
  }

  #dayOf(number: number): Day {
    const known = this.#days.find((day) => day.number === number);
    if (known !== undefined) return known;
    const day = { number, minutes: [], values: [], customField: this.#customField };
    this.#days.push(day);
    this.#days.sort((a, b) => a.number - b.number);
    if (this.#days.length > MAX_DAYS) this.#days.shift();
    this.#hasNewFile = true;
    return day;
  }

  #text({ number, minutes, values, customField }: Day): string {
    const date = dateText(number);
    const head = [
      ["Date", ...this.#columns.map(({ title }) => title)],
      ["Device", ...this.#columns.map(({ device }) => device)],
      ["Unit", ...this.#columns.map(({ unit }) => unit)],
    ];
    const lines = values.map((row, i) => [
      `${date} ${timeText(minutes[i]!)}`,
      ...Array.from(row, valueText),
    ]);
    const body = [...head, ...lines].map((fields) => fields.join(";"));
    const custom = customField === "" ? [] : [`Custom;${customField}`];
    return [...body, ...custom].map((line) => line + "\r\n").join("");
  }
}

function isLast(transfer: { readonly content: Uint8Array; readonly offset: number }): boolean {
  return transfer.content.length - transfer.offset < DATALOG_BLOCK_LENGTH;
}

function fileName({ number }: Day): string {
  const { year, month, day } = civilTime(number * SECONDS_PER_DAY);
  return `LG${padded(year % 100, 2)}${padded(month, 2)}${padded(day, 2)}.CSV`;
}

function dateText(number: number): string {
  const { year, month, day } = civilTime(number * SECONDS_PER_DAY);
  return `${padded(day, 2)}.${padded(month, 2)}.${year}`;
}

function timeText(minute: number): string {
  return `${padded(Math.floor(minute / 60), 2)}:${padded(minute % 60, 2)}`;
}

/** The card writes three places after the point, and nothing for what is not there. */
function valueText(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3) : "";
}
