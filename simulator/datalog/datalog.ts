import { DecodeError } from "../../protocol/bytes.ts";
import {
  DatalogAction,
  DatalogObject,
  decodeFileName,
  encodeDirectory,
} from "../../protocol/datalog.ts";
import type { ErrorName } from "../../protocol/error_code.ts";
import type { PropertyRef } from "../../protocol/object.ts";
import { encodeText } from "../../protocol/text.ts";
import { type Answer, refused } from "../answer.ts";
import { SECONDS_PER_MINUTE } from "../calendar.ts";
import { DayRecord, type LogSheet, MINUTES_PER_DAY } from "./datalog_file.ts";
import { DatalogTransfer } from "./datalog_transfer.ts";
import type { PastDay } from "./history.ts";

/** What is in the gateway's slot: a card with room, one without, or none. */
export const SdCards = ["ready", "full", "removed"] as const;
export type SdCard = typeof SdCards[number];

/** How many files the card holds at most; of a big installation fewer: so many values in all. */
const MAX_DAYS = 31;
const MAX_VALUES = 4_000_000;

/** A day that is written on the card, or that can be made when somebody asks for it. */
type LoggedDay = DayRecord | PastDay;

/** The SD card: a line a minute into one file a day, and the transfer that reads them. */
export class Datalog {
  readonly #sheet: LogSheet;
  /** Oldest first; the last one is today. */
  readonly #days: LoggedDay[];
  readonly #transfer = new DatalogTransfer();
  #card: SdCard = "ready";
  #customField = "";
  #hasNewFile = true;

  /** `past` are days that were logged before, oldest first. */
  constructor(sheet: LogSheet, past: readonly PastDay[] = []) {
    this.#sheet = sheet;
    this.#days = [...past];
  }

  get card(): SdCard {
    return this.#card;
  }

  /** Whether a file began since the directory was read. */
  get hasNewFile(): boolean {
    return this.#hasNewFile && this.#card !== "removed";
  }

  /** Names of the files, oldest first. */
  get fileNames(): string[] {
    return this.#days.map(({ fileName }) => fileName);
  }

  /** Puts another card in, or takes it out; what is written stays on it. */
  setCard(card: SdCard): void {
    this.#card = card;
  }

  /** What was written on a day, by its number since 1970-01-01. */
  day(number: number): DayRecord | undefined {
    const day = this.#days.find((each) => each.number === number);
    return day === undefined || day instanceof DayRecord ? day : day.make();
  }

  /** Writes the line of the minute that began at `time`, seconds since 1970 of local time. */
  record(time: number): void {
    if (this.#card !== "ready") return;
    const minutes = Math.round(time / SECONDS_PER_MINUTE);
    const day = this.#dayOf(Math.floor(minutes / MINUTES_PER_DAY));
    day.record(minutes % MINUTES_PER_DAY);
    day.customField = this.#customField;
  }

  /** Ends the file of a day, by its number since 1970-01-01. */
  endDay(number: number): void {
    const day = this.#days.find((each) => each.number === number);
    if (this.#card === "ready" && day instanceof DayRecord) day.close();
  }

  /** The owner's text, for the files from now on. */
  setCustomField(text: string): void {
    this.#customField = text;
  }

  /** Erases the oldest files; today's stays. There is room again. */
  eraseOldest(count: number): void {
    this.#days.splice(0, Math.min(count, Math.max(0, this.#days.length - 1)));
    if (this.#card === "full") this.#card = "ready";
  }

  /** Takes one step of the transfer of the directory or a file (specification 4.8). */
  transfer({ objectId, propertyId }: PropertyRef, data: Uint8Array): Answer {
    if (objectId !== DatalogObject.directory && objectId !== DatalogObject.file) {
      return refused("OBJECT_ID_NOT_FOUND");
    }
    switch (propertyId) {
      case DatalogAction.start: {
        const content = objectId === DatalogObject.directory ? this.#directory() : this.#file(data);
        return typeof content === "string" ? refused(content) : this.#transfer.start(content);
      }
      case DatalogAction.ackContinue:
        return this.#transfer.next();
      case DatalogAction.nackRetry:
        return this.#transfer.block();
      case DatalogAction.abort:
        return this.#transfer.abort();
      default:
        return refused("PROPERTY_NOT_SUPPORTED");
    }
  }

  #directory(): Uint8Array | ErrorName {
    if (this.#card === "removed") return "FILE_OR_DIR_NOT_PRESENT";
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
    const found = this.#days.find(({ fileName }) => fileName === name);
    const day = found === undefined ? undefined : this.day(found.number);
    if (day === undefined || this.#card === "removed") return "FILE_OR_DIR_NOT_PRESENT";
    return encodeText(day.text());
  }

  #dayOf(number: number): DayRecord {
    const known = this.#days.find((day) => day.number === number);
    if (known instanceof DayRecord) return known;
    const day = new DayRecord(number, this.#sheet, this.#customField);
    // A clock that was put back into a past day goes on in that day's file from here.
    if (known === undefined) this.#days.push(day);
    else this.#days.splice(this.#days.indexOf(known), 1, day);
    this.#days.sort((a, b) => a.number - b.number);
    this.#days.splice(0, this.#days.length - MAX_DAYS);
    this.#dropWritten();
    this.#hasNewFile = true;
    return day;
  }

  /** Keeps what is written within bounds; days that are made anew take no room. */
  #dropWritten(): void {
    const valuesPerDay = MINUTES_PER_DAY * this.#sheet.columns.length;
    const most = Math.max(2, Math.floor(MAX_VALUES / Math.max(1, valuesPerDay)));
    const written = this.#days.filter((day) => day instanceof DayRecord);
    const excess = written.slice(0, Math.max(0, written.length - most));
    for (const day of excess) this.#days.splice(this.#days.indexOf(day), 1);
  }
}
