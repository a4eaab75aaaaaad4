import type { Device } from "../device.ts";
import {
  CountedEnergies,
  type CountedEnergy,
  Energies,
  IntegratedEnergies,
  type IntegratedEnergy,
  NoEnergies,
} from "./energies.ts";
import type { GatewayClock } from "./gateway_clock.ts";
import type { Moment } from "./moment.ts";
import type { LanePeriods } from "../polling/lanes.ts";
import { energyValues } from "./system_energies.ts";
import { GroupsOf, type SystemGroup } from "./system_members.ts";
import { type SystemPlan, systemPlan } from "./system_plan.ts";
import { type SystemKey, SystemPoints } from "./system_points.ts";
import { instantValues, type MemberValue, sumOf, type SystemValues } from "./system_values.ts";
import type { TotalsStore } from "./totals_store.ts";
import type { Reading, Values } from "../values.ts";

/** The name of the device that stands for the plant as a whole. */
export const SYSTEM_NAME = "system";

/** Whose plant it is, and where its values go. */
export interface SystemDeviceOptions {
  readonly installation: string;
  /** Empty before the first scan; see `setDevices()`. */
  readonly devices: readonly Device[];
  /** How often the devices are read: a value that is three periods old is missing from its sum. */
  readonly lanes: LanePeriods;
  readonly values: Values;
  readonly gatewayClock: GatewayClock;
  readonly store: TotalsStore;
}

const CounterGroup: Readonly<Record<CountedEnergy, SystemGroup>> = {
  pv: "pv_energy",
  load: "load_energy",
  grid_in: "grid_in_energy",
};

const IntegratedPower: Readonly<Record<IntegratedEnergy, SystemKey>> = {
  grid_out: "grid_power",
  battery_in: "battery_power",
  battery_out: "battery_power",
};

/**
 * The plant as a whole: listens to what the devices of its installation read, and puts its own
 * readings at once. It has no timers; it saves when readings come, and at the end.
 */
export class SystemDevice {
  readonly #options: SystemDeviceOptions;
  /** The groups that were read in this run: of the others nothing is said yet. */
  readonly #known = new Set<SystemGroup>();
  #plan: SystemPlan;
  #energies = new Energies(NoEnergies);
  #unlisten: (() => void) | undefined;

  constructor(options: SystemDeviceOptions) {
    this.#options = options;
    this.#plan = systemPlan(options.devices, options.lanes);
  }

  /** Resolves when the saved energies are loaded and readings are listened to. */
  async start(): Promise<void> {
    const { store, values } = this.#options;
    this.#energies = new Energies(await store.load());
    this.#unlisten = values.listen((readings) => this.#onReadings(readings));
  }

  /** Resolves when the energies are saved. */
  async stop(): Promise<void> {
    this.#unlisten?.();
    this.#unlisten = undefined;
    await this.#options.store.flush();
  }

  /** Takes what another scan found behind the gateway; the energies go on. */
  setDevices(devices: readonly Device[]): void {
    const { installation, lanes, values } = this.#options;
    const before = this.#plan.keys;
    this.#plan = systemPlan(devices, lanes);
    // A value that the plant has no more would stay for ever as it was read last.
    if (before.some((key) => !this.#plan.keys.includes(key))) {
      values.forget(installation, SYSTEM_NAME);
    }
  }

  #onReadings(readings: readonly Reading[]): void {
    const { gatewayClock, values } = this.#options;
    const touched = readings.filter(({ point }) => this.#memberAt(point) !== undefined);
    if (touched.length === 0) return;
    const at = Math.max(...touched.map((reading) => reading.at));
    const groups = new Set(touched.map(({ point }) => this.#memberAt(point)!.group));
    const instants = this.#instants(groups, at);
    const own = this.#readingsOf(instants, groups, at);
    if (gatewayClock.settled(at)) {
      own.push(...this.#account(touched, groups, instants, at));
    }
    values.put(own);
  }

  #instants(groups: Iterable<SystemGroup>, at: number): SystemValues {
    const instants: SystemValues[] = [];
    for (const group of groups) instants.push(instantValues(group, this.#membersOf(group, at)));
    return Object.assign({}, ...instants);
  }

  /** Takes the readings into the energies, and tells those that are touched. */
  #account(
    touched: readonly Reading[],
    groups: ReadonlySet<SystemGroup>,
    instants: SystemValues,
    at: number,
  ): Reading[] {
    const { gatewayClock, store } = this.#options;
    const dayBefore = this.#energies.day;
    const moment = this.#energies.momentOf(at, gatewayClock.localSecondsAt(at));
    this.#count(touched, moment);
    this.#integrate(instants, moment);
    store.save(this.#energies.state);
    for (const group of groups) this.#known.add(group);
    const energies = energyValues(this.#energies, {
      isComplete: (energy) => this.#isComplete(CounterGroup[energy], at),
      isBatteryEstimated: this.#plan.isBatteryEstimated,
    });
    // When the date changes, the energies of the day begin anew together, read just now or not.
    return this.#readingsOf(energies, moment.day === dayBefore ? groups : this.#known, at);
  }

  #count(touched: readonly Reading[], moment: Moment): void {
    for (const { point, value } of touched) {
      const { group, counter } = this.#memberAt(point)!;
      const energy = CountedEnergies.find((energy) => CounterGroup[energy] === group);
      if (energy !== undefined && value !== null) {
        this.#energies.count(energy, counter, value, moment);
      }
    }
  }

  #integrate(instants: SystemValues, moment: Moment): void {
    for (const energy of IntegratedEnergies) {
      const power = instants[IntegratedPower[energy]]?.value ?? null;
      if (power !== null) this.#energies.integrate(energy, power, moment);
    }
  }

  /** Readings of those values that the plant has, and that the groups have a part in. */
  #readingsOf(from: SystemValues, groups: ReadonlySet<SystemGroup>, at: number): Reading[] {
    return this.#plan.keys.flatMap((key) => {
      const found = from[key];
      const isDue = GroupsOf[key].some((group) => groups.has(group)) &&
        GroupsOf[key].every((group) => this.#known.has(group) || groups.has(group));
      if (found === undefined || !isDue) return [];
      const { value, attributes = {} } = found;
      const point = {
        installation: this.#options.installation,
        device: SYSTEM_NAME,
        datapoint: SystemPoints[key].number,
      };
      return [{ point, value, at, ...(Object.keys(attributes).length > 0 && { attributes }) }];
    });
  }

  #isComplete(group: SystemGroup, at: number): boolean {
    return sumOf(this.#membersOf(group, at)) !== null;
  }

  /** The group's values as of `at`: one that was not read again for too long counts as missing. */
  #membersOf(group: SystemGroup, at: number): MemberValue[] {
    const { installation, values } = this.#options;
    return (this.#plan.groups.get(group) ?? []).map(({ device, datapoint, maxAgeMs }) => {
      const reading = values.get({ installation, device, datapoint });
      const isFresh = reading !== undefined && at - reading.at <= maxAgeMs;
      return { datapoint, value: isFresh ? reading.value : null };
    });
  }

  #memberAt({ installation, device, datapoint }: Reading["point"]) {
    if (installation !== this.#options.installation) return undefined;
    return this.#plan.memberAt(device, datapoint);
  }
}
