/** Something to read again and again. */
export interface PlanItem {
  /** Tells the item from all others. */
  readonly id: string;
  /** The device that it belongs to. */
  readonly device: string;
  readonly periodMs: number;
  /** Items of one group belong into one request, since their values are added up. */
  readonly group: string;
}

interface Entry<Item> {
  readonly item: Item;
  dueAt: number;
}

/** Says what is to be read when; knows neither the wire nor time itself. */
export class PollPlan<Item extends PlanItem> {
  readonly #entries = new Map<string, Entry<Item>>();
  readonly #start: number;

  /** Everything is due at once. `now` is in milliseconds of a clock that never jumps. */
  constructor(items: Iterable<Item>, now: number) {
    this.#start = now;
    for (const item of items) this.#entries.set(item.id, { item, dueAt: now });
  }

  get size(): number {
    return this.#entries.size;
  }

  /** What is due, the most overdue in its own measure first: a fast item late by its period goes before a slow one late by half of its. */
  due(now: number): Item[] {
    const overdue = ({ item, dueAt }: Entry<Item>) => (now - dueAt) / item.periodMs;
    return [...this.#entries.values()]
      .filter(({ dueAt }) => dueAt <= now)
      .sort((a, b) => overdue(b) - overdue(a) || a.item.periodMs - b.item.periodMs)
      .map(({ item }) => item);
  }

  /**
   * Makes an item due again at the next beat of its period. All items of a period share their
   * beats, and one that is late is read once, not once for every beat that it missed.
   */
  done(item: Item, now: number): void {
    const beats = Math.floor((now - this.#start) / item.periodMs) + 1;
    this.park(item, this.#start + beats * item.periodMs);
  }

  /** Leaves an item alone for some time. */
  park(item: Item, until: number): void {
    const entry = this.#entries.get(item.id);
    if (entry !== undefined) entry.dueAt = until;
  }

  /** Makes all that is read of a device wait until `until`. */
  parkDevice(device: string, until: number): void {
    for (const entry of this.#entries.values()) {
      if (entry.item.device === device) entry.dueAt = until;
    }
  }

  /** All that is read of a device. */
  itemsOf(device: string): Item[] {
    return [...this.#entries.values()].map(({ item }) => item).filter((item) =>
      item.device === device
    );
  }

  /** How long nothing is due: 0 where something is, undefined where nothing ever will be. */
  idleMs(now: number): number | undefined {
    let first: number | undefined;
    for (const { dueAt } of this.#entries.values()) {
      if (first === undefined || dueAt < first) first = dueAt;
    }
    return first === undefined ? undefined : Math.max(0, first - now);
  }
}

/**
 * The first request's worth of items: at most `limit`, in their order, groups whole. A group
 * larger than a request is cut. Throws nothing; no items give no request.
 */
export function packRequest<Item extends PlanItem>(
  due: readonly Item[],
  limit: number,
): Item[] {
  const request: Item[] = [];
  for (const group of Map.groupBy(due, ({ group }) => group).values()) {
    const room = limit - request.length;
    if (room === 0) break;
    if (group.length <= room) request.push(...group);
    else if (request.length === 0) return group.slice(0, limit);
  }
  return request;
}
