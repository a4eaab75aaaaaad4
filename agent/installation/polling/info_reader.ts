import { MAX_MULTI_INFO_ITEMS } from "../../../protocol/multi_info.ts";
import type { Log } from "../../log.ts";
import { readUserInfo, valueOf } from "./device_reader.ts";
import { MultiInfoReader } from "./multi_info_reader.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import type { InfoItem } from "./poll_item.ts";
import { packRequest } from "./poll_plan.ts";
import type { Ask } from "../line/session.ts";

/** How many single reads make a cycle: few enough that the fast lane is not kept waiting. */
const SINGLES_PER_CYCLE = 20;

/** Multi-info that stays unanswered so often, while single reads are answered, is not there. */
const UNANSWERED_MULTI_INFOS = 2;

/** What came of an item. */
export interface InfoResult {
  readonly item: InfoItem;
  readonly outcome: Outcome;
}

/**
 * Reads user infos, many in one request where the gateway can and one by one where it cannot:
 * which of the two it is, it learns from the answers and remembers.
 */
export class InfoReader {
  readonly #ask: Ask;
  readonly #log: Log;
  readonly #multiInfo: MultiInfoReader;
  #canMultiInfo: boolean | undefined;
  #unanswered = 0;

  constructor(ask: Ask, log: Log) {
    this.#ask = ask;
    this.#log = log;
    this.#multiInfo = new MultiInfoReader(ask);
  }

  /** Whether the gateway can; undefined until it showed that. */
  get canMultiInfo(): boolean | undefined {
    return this.#canMultiInfo;
  }

  /** Forgets what was learned, because the gateway restarted and may be another version. */
  forget(): void {
    this.#canMultiInfo = undefined;
    this.#unanswered = 0;
  }

  /**
   * Reads as many of the items as one request takes, the first ones first, and groups whole.
   * Throws where the line is lost.
   */
  async read(due: readonly InfoItem[]): Promise<InfoResult[]> {
    if (this.#canMultiInfo === false) {
      return await this.#readSingly(packCycle(due));
    }
    const items = packRequest(due, MAX_MULTI_INFO_ITEMS);
    try {
      const result = await this.#multiInfo.read(items.map(({ datapoint, index }) => ({
        reference: datapoint.number,
        aggregation: index,
      })));
      const knowsSome = result.kind === "read" &&
        result.values.some((value) => value !== undefined);
      const isSupported = result.kind === "read" && (knowsSome || this.#canMultiInfo === true);
      if (!isSupported) return await this.#learnSingles(items);
      this.#unanswered = 0;
      this.#canMultiInfo = true;
      return await this.#interpret(items, result.values);
    } catch (error) {
      const outcome = outcomeOf(error);
      const isSilent = outcome.kind === "unanswered" && !outcome.busy;
      if (
        isSilent && this.#canMultiInfo === undefined &&
        ++this.#unanswered >= UNANSWERED_MULTI_INFOS
      ) {
        return await this.#learnSingles(items);
      }
      return items.map((item) => ({ item, outcome }));
    }
  }

  /**
   * Single reads decide: where they are answered and multi-info was not, it is not there. A gateway
   * that could it a moment ago is asked for it once more first.
   */
  async #learnSingles(items: readonly InfoItem[]): Promise<InfoResult[]> {
    if (this.#canMultiInfo === true) {
      this.forget();
      return items.map((item) => ({ item, outcome: { kind: "unanswered", busy: true } }));
    }
    const results = await this.#readSingly(items.slice(0, 1));
    if (results.some(({ outcome }) => outcome.kind !== "unanswered")) {
      this.#canMultiInfo = false;
      this.#log.info("Reading one value at a time: this gateway knows no multi-info");
    }
    return results;
  }

  async #interpret(
    items: readonly InfoItem[],
    values: ReadonlyArray<number | undefined>,
  ): Promise<InfoResult[]> {
    const results: InfoResult[] = items.map((item, i) => {
      const raw = values[i];
      const outcome: Outcome = raw === undefined
        ? { kind: "refused", error: "OBJECT_ID_NOT_FOUND" }
        : { kind: "value", value: valueOf(item.datapoint, raw) };
      return { item, outcome };
    });
    // An absent device gives NaN for everything, and so may a single value of a present one.
    const gone = new Map<string, Outcome>();
    for (const [device, ofDevice] of Map.groupBy(results, ({ item }) => item.device)) {
      if (ofDevice.some(({ outcome }) => hasNumber(outcome))) continue;
      const outcome = await this.#readOne(ofDevice[0]!.item);
      if (outcome.kind === "absent" || outcome.kind === "unanswered") gone.set(device, outcome);
    }
    return results.map(({ item, outcome }) => ({
      item,
      outcome: gone.get(item.device) ?? outcome,
    }));
  }

  /** Leaves out what it did not ask for: the rest of a device that was silent stays due. */
  async #readSingly(items: readonly InfoItem[]): Promise<InfoResult[]> {
    const results: InfoResult[] = [];
    const absent = new Set<string>();
    const silent = new Set<string>();
    for (const item of items) {
      if (silent.has(item.device)) continue;
      const outcome: Outcome = absent.has(item.device)
        ? { kind: "absent" }
        : await this.#readOne(item);
      if (outcome.kind === "absent") absent.add(item.device);
      if (outcome.kind === "unanswered") silent.add(item.device);
      results.push({ item, outcome });
    }
    return results;
  }

  async #readOne({ address, datapoint }: InfoItem): Promise<Outcome> {
    try {
      const raw = await readUserInfo(this.#ask, address, datapoint.number, datapoint.format!);
      return { kind: "value", value: valueOf(datapoint, raw) };
    } catch (error) {
      return outcomeOf(error);
    }
  }
}

/** A cycle of single reads; a group that is longer than a cycle is not cut. */
function packCycle(due: readonly InfoItem[]): InfoItem[] {
  const first = due.filter(({ group }) => group === due[0]?.group);
  return packRequest(due, Math.max(SINGLES_PER_CYCLE, first.length));
}

function hasNumber(outcome: Outcome): boolean {
  return outcome.kind === "value" && outcome.value !== null;
}
