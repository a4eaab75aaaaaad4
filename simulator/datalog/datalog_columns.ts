import type { Family } from "../../protocol/catalogue/datapoint.ts";
import { findDatapoint } from "../../protocol/catalogue/lookup.ts";
import { SECONDS_PER_MINUTE } from "../calendar.ts";
import type { DatalogColumn, DatalogSummary, LogSheet } from "./datalog_file.ts";
import type { SimulatedDevice } from "../device.ts";
import type { MessageLog } from "../message_log.ts";
import type { Inverter } from "../plant/xtender/inverter.ts";

/** The infos that the gateway logs, by family, in the order of its files. */
// deno-fmt-ignore
const Logged: Readonly<Partial<Record<Family, readonly number[]>>> = {
  xt: [
    3090, 3113, 3116, 3098, 3097, 3110, 3122, 3010, 3028, 3020, 3086, 3054, 3055, 3092, 3095, 3119,
    3101, 3103,
  ],
  vt: [11043, 11016, 11045, 11041, 11040, 11039, 11038, 11082, 11061, 11062],
  vs: [15061, 15062, 15063, 15013, 15065, 15058, 15057, 15054, 15002, 15111, 15088, 15089],
  bsp: [7030, 7031, 7032, 7033],
  bms: [7030, 7031, 7032, 7033],
};
const Families = Object.keys(Logged) as Family[];
const LoggedBehind: Readonly<Partial<Record<Family, number>>> = {
  vt: 11076,
  vs: 15109,
  bsp: 7059,
  bms: 7059,
};

const DailyInfos: Readonly<Partial<Record<Family, readonly number[]>>> = {
  xt: [3078, 3081, 3083],
  vt: [11006, 11007],
  vs: [15016, 15017],
  bsp: [7007, 7008],
  bms: [7007, 7008],
};
const DailyParameters: Readonly<Partial<Record<Family, readonly number[]>>> = {
  xt: [1107, 1108, 1138, 1140, 1156, 1164],
  vt: [10002, 10005, 10009],
  vs: [14001, 14003, 14005],
};

const SolarPower: Readonly<Partial<Record<Family, number>>> = { vt: 11043, vs: 15061 };
/** Infos whose title says which of the minute's values it is. */
const Bounds: Readonly<Record<number, string>> = { 3090: " (MIN)", 3103: " (MAX)" };
/** Of the Xtenders' voltages and currents, those at the battery. */
const DcInfos: ReadonlySet<number> = new Set([3090, 3092, 3095]);

/** What is logged of an installation: its infos by value and device, and what the gateway saw. */
export function logSheet(
  devices: readonly SimulatedDevice[],
  inverters: readonly Inverter[],
  messages: MessageLog,
): LogSheet {
  const of = (family: Family) => devices.filter((device) => device.family === family);
  const infoColumns = (family: Family, number: number) =>
    of(family).map((device) => infoColumn(device, number, deviceText(device, inverters)));
  return {
    columns: [
      ...Families.flatMap((family) =>
        Logged[family]!.flatMap((number) => infoColumns(family, number))
      ),
      ...solarColumn(devices),
      ...Families.flatMap((family) => {
        const number = LoggedBehind[family];
        return number === undefined ? [] : infoColumns(family, number);
      }),
      messageColumn(messages),
      { title: "DEV SYS SCOM ERR", reference: "I17998", device: "1", decimals: 0, read: () => 0 },
    ],
    summaries: [
      ...summaries(
        "P",
        DailyParameters,
        of,
        ({ parameters }, number) => parameters.inForce(number),
      ),
      ...summaries("I", DailyInfos, of, ({ infos }, number) => infos.read(number)!),
    ],
  };
}

function infoColumn(device: SimulatedDevice, number: number, deviceText: string): DatalogColumn {
  const info = findDatapoint(device.family, number)!;
  if (info.kind !== "info") throw new RangeError(`Cannot log ${number}: it is no info`);
  return {
    title: `${device.family.toUpperCase()}-${info.short}${Bounds[number] ?? ""} [${
      unitText(info.unit, number)
    }]`,
    reference: `I${number}`,
    device: deviceText,
    decimals: info.format === "float" ? 2 : 0,
    // The gateway logs what it hears.
    read: () => device.reachable ? device.info(number) ?? NaN : NaN,
  };
}

function solarColumn(devices: readonly SimulatedDevice[]): DatalogColumn[] {
  const chargers = devices.filter(({ family }) => SolarPower[family] !== undefined);
  if (chargers.length === 0) return [];
  const power = ({ reachable, family, infos }: SimulatedDevice) =>
    reachable ? infos.read(SolarPower[family]!)! : 0;
  return [{
    title: "Solar power (ALL) [kW]",
    reference: "I17999",
    device: "ALL",
    decimals: 2,
    read: () => chargers.reduce((sum, charger) => sum + power(charger), 0),
  }];
}

/** The number of the last message that came in the minute. */
function messageColumn(messages: MessageLog): DatalogColumn {
  return {
    title: "DEV SYS MSG",
    reference: "I17997",
    device: "1",
    decimals: 0,
    read: (time) => {
      const [latest] = messages.latest(1);
      const inMinute = latest !== undefined && latest.timestamp >= time &&
        latest.timestamp < time + SECONDS_PER_MINUTE;
      return inMinute ? latest.type : NaN;
    },
  };
}

function summaries(
  kind: "I" | "P",
  numbers: Readonly<Partial<Record<Family, readonly number[]>>>,
  of: (family: Family) => SimulatedDevice[],
  read: (device: SimulatedDevice, number: number) => number,
): DatalogSummary[] {
  return Families.filter((family) => of(family).length > 0).flatMap((family) =>
    (numbers[family] ?? []).map((number) => ({
      reference: `${kind}${number}`,
      read: () => of(family).map((device) => read(device, number)),
    }))
  );
}

function deviceText({ family, index }: SimulatedDevice, inverters: readonly Inverter[]): string {
  return family === "xt" ? `L${inverters[index - 1]!.design.phase}-${index}` : String(index);
}

function unitText(unit: string, number: number): string {
  if (unit !== "V" && unit !== "A") return unit;
  const isAc = number < 4000 && !DcInfos.has(number);
  return `${unit}${isAc ? "ac" : "dc"}`;
}
