import type { Battery } from "./battery/battery.ts";
import type { Inverter } from "./xtender/inverter.ts";
import type { SolarCharger } from "./solar/solar_charger.ts";
import type { SolarInverter } from "./solar/solar_inverter.ts";

/** The energies that flowed since the plant was built, in Wh; each grows only. */
export interface Ledger {
  /** Given by the modules. */
  readonly pv: number;
  /** On the DC bus. */
  readonly solarToBus: number;
  readonly busToSolar: number;
  readonly xtendersToBus: number;
  readonly busToXtenders: number;
  readonly busToBattery: number;
  readonly batteryToBus: number;
  /** At the AC outputs. */
  readonly inputToOutput: number;
  readonly outputToInput: number;
  readonly convertersToOutput: number;
  readonly outputToConverters: number;
  readonly solarToOutput: number;
  readonly consumed: number;
  /** What became heat or gas. */
  readonly solarLoss: number;
  readonly xtenderLoss: number;
  readonly batteryLoss: number;
}

/** The ledger of a plant that is about to be switched on. */
export const EMPTY_LEDGER: Ledger = {
  pv: 0,
  solarToBus: 0,
  busToSolar: 0,
  xtendersToBus: 0,
  busToXtenders: 0,
  busToBattery: 0,
  batteryToBus: 0,
  inputToOutput: 0,
  outputToInput: 0,
  convertersToOutput: 0,
  outputToConverters: 0,
  solarToOutput: 0,
  consumed: 0,
  solarLoss: 0,
  xtenderLoss: 0,
  batteryLoss: 0,
};

/** What a node takes in and gives out, in Wh; the same, but for rounding. */
export interface Balance {
  readonly in: number;
  readonly out: number;
}

/** The ledger with what flowed for some seconds. */
export function enter(
  ledger: Ledger,
  inverters: readonly Inverter[],
  chargers: readonly SolarCharger[],
  solarInverters: readonly SolarInverter[],
  battery: Battery,
  seconds: number,
): Ledger {
  const hours = seconds / 3600;
  let { pv, solarToBus, busToSolar, xtendersToBus, busToXtenders, solarLoss } = ledger;
  let { inputToOutput, outputToInput, convertersToOutput, outputToConverters } = ledger;
  let { solarToOutput, consumed, xtenderLoss } = ledger;
  for (const { pvPower, batteryPower } of chargers) {
    pv += pvPower * hours;
    solarToBus += Math.max(0, batteryPower) * hours;
    busToSolar += Math.max(0, -batteryPower) * hours;
    solarLoss += (pvPower - batteryPower) * hours;
  }
  for (const { pvPower, power } of solarInverters) {
    pv += pvPower * hours;
    solarLoss += (pvPower - power) * hours;
  }
  for (const inverter of inverters) {
    const { input, output, converterPower, solarPower, batteryPower, lossPower } = inverter;
    xtendersToBus += Math.max(0, batteryPower) * hours;
    busToXtenders += Math.max(0, -batteryPower) * hours;
    inputToOutput += Math.max(0, input.activePower) * hours;
    outputToInput += Math.max(0, -input.activePower) * hours;
    convertersToOutput += Math.max(0, converterPower) * hours;
    outputToConverters += Math.max(0, -converterPower) * hours;
    solarToOutput += solarPower * hours;
    consumed += (output.activePower + solarPower) * hours;
    xtenderLoss += lossPower * hours;
  }
  return {
    pv,
    solarToBus,
    busToSolar,
    xtendersToBus,
    busToXtenders,
    busToBattery: ledger.busToBattery + Math.max(0, battery.voltage * battery.current) * hours,
    batteryToBus: ledger.batteryToBus + Math.max(0, -battery.voltage * battery.current) * hours,
    inputToOutput,
    outputToInput,
    convertersToOutput,
    outputToConverters,
    solarToOutput,
    consumed,
    solarLoss,
    xtenderLoss,
    batteryLoss: ledger.batteryLoss + battery.lossPower * hours,
  };
}

/** What flowed between two moments. */
export function between(before: Ledger, after: Ledger): Ledger {
  return Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name, value - before[name as keyof Ledger]]),
  ) as unknown as Ledger;
}

/** What solar chargers, Xtenders and battery exchange. */
export function dcBus(ledger: Ledger): Balance {
  return {
    in: ledger.solarToBus + ledger.xtendersToBus + ledger.batteryToBus,
    out: ledger.busToSolar + ledger.busToXtenders + ledger.busToBattery,
  };
}

/** What inputs, converters, solar inverters and consumers exchange. */
export function acOutput(ledger: Ledger): Balance {
  return {
    in: ledger.inputToOutput + ledger.convertersToOutput + ledger.solarToOutput,
    out: ledger.outputToInput + ledger.outputToConverters + ledger.consumed,
  };
}
