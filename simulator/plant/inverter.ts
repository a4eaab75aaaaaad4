import type { GridPhase } from "./grid.ts";
import { LOAD_POWER_FACTOR } from "./load.ts";

/** What an Xtender is. */
export interface InverterDesign {
  /** As the plant's events name it: `xt1`. */
  readonly name: string;
  /** Continuous, in VA. */
  readonly nominalPower: number;
  /** The phase that it feeds. */
  readonly phase: 1 | 2 | 3;
}

/** What an owner may set. */
export interface InverterSettings {
  readonly on: boolean;
  /** At the AC input, in A. */
  readonly inputCurrentLimit: number;
  /** Into the battery, in A. */
  readonly chargeCurrentLimit: number;
  /** Into the grid, in A. */
  readonly feedingCurrentLimit: number;
  readonly transferAllowed: boolean;
  readonly inverterAllowed: boolean;
  readonly chargerAllowed: boolean;
  readonly boostAllowed: boolean;
  readonly feedingAllowed: boolean;
}

/** What an Xtender does. */
export type InverterMode = "off" | "inverter" | "charger" | "boost" | "injection";

/** What flows through one side, in W, VA, A, V and Hz. Positive from the grid, and to consumers. */
export interface AcSide {
  readonly activePower: number;
  readonly apparentPower: number;
  readonly current: number;
  readonly voltage: number;
  readonly frequency: number;
}

export interface Inverter {
  readonly design: InverterDesign;
  readonly settings: InverterSettings;
  readonly mode: InverterMode;
  /** Whether the transfer relay joins input and output. */
  readonly connected: boolean;
  readonly input: AcSide;
  readonly output: AcSide;
  /** Of the converter to the AC side, in W; negative while it charges. */
  readonly converterPower: number;
  /** Into the battery, in W; negative while it inverts. */
  readonly batteryPower: number;
  /** Whether the AC input gives all that it may. */
  readonly inputLimited: boolean;
  /** In °C. */
  readonly temperature: number;
}

export const CONVERSION_EFFICIENCY = 0.95;
/** What an Xtender draws to be on, in W. */
const STANDBY_POWER = 14;

const DEAD: AcSide = { activePower: 0, apparentPower: 0, current: 0, voltage: 0, frequency: 0 };
const OFF: InverterSettings = {
  on: false,
  inputCurrentLimit: 0,
  chargeCurrentLimit: 0,
  feedingCurrentLimit: 0,
  transferAllowed: false,
  inverterAllowed: false,
  chargerAllowed: false,
  boostAllowed: false,
  feedingAllowed: false,
};
const LOAD_REACTIVE_SHARE = Math.tan(Math.acos(LOAD_POWER_FACTOR));

/** An Xtender that is off, until it gets its owner's settings. */
export function createInverter(design: InverterDesign): Inverter {
  return resting(design, OFF);
}

function resting(design: InverterDesign, settings: InverterSettings): Inverter {
  return {
    design,
    settings,
    mode: "off",
    connected: false,
    input: DEAD,
    output: DEAD,
    converterPower: 0,
    batteryPower: 0,
    inputLimited: false,
    temperature: 25,
  };
}

/** Whether the source at the input is good and may be used. */
export function canConnect({ settings }: Inverter, grid: GridPhase): boolean {
  return settings.on && settings.transferAllowed && grid.voltage > 0;
}

/** The most that may come in, in W. */
export function inputLimit({ settings }: Inverter, grid: GridPhase): number {
  return settings.inputCurrentLimit * grid.voltage * LOAD_POWER_FACTOR;
}

/** What a converter's AC power takes from the battery, in W; negative where it charges. */
export function batteryDemand(converterPower: number): number {
  const converted = converterPower > 0
    ? converterPower / CONVERSION_EFFICIENCY
    : converterPower * CONVERSION_EFFICIENCY;
  return converted + STANDBY_POWER;
}

/** What an Xtender is made to do for a while. Powers in W. */
export interface InverterTask {
  readonly grid: GridPhase;
  /** Of the converter to the AC side; negative while it charges. */
  readonly converterPower: number;
  /** Of its consumers. */
  readonly load: number;
  /** In V, without a grid. */
  readonly outputVoltage: number;
  readonly airTemperature: number;
}

/** The Xtender at work. */
export function stepInverter(inverter: Inverter, task: InverterTask, seconds: number): Inverter {
  const { design, settings } = inverter;
  const { grid, converterPower, load } = task;
  const connected = canConnect(inverter, grid);
  const drawn = connected ? load - converterPower : 0;
  const reactivePower = load * LOAD_REACTIVE_SHARE;
  return {
    design,
    settings,
    mode: modeOf(connected, converterPower, drawn),
    connected,
    input: connected ? acSide(drawn, reactivePower, grid) : idle(grid),
    output: acSide(load, reactivePower, connected ? grid : islandGrid(task, design)),
    converterPower,
    batteryPower: -batteryDemand(converterPower),
    inputLimited: connected && drawn >= inputLimit(inverter, grid) * 0.999,
    temperature: temperatureAfter(inverter, converterPower, task.airTemperature, seconds),
  };
}

/** The Xtender while it is off, or has nothing to work with. */
export function restInverter(
  inverter: Inverter,
  grid: GridPhase,
  airTemperature: number,
  seconds: number,
): Inverter {
  return {
    ...resting(inverter.design, inverter.settings),
    input: idle(grid),
    temperature: temperatureAfter(inverter, 0, airTemperature, seconds),
  };
}

function temperatureAfter(
  { design, temperature }: Inverter,
  converterPower: number,
  airTemperature: number,
  seconds: number,
): number {
  const warmth = airTemperature + 12 + 40 * Math.abs(converterPower) / design.nominalPower;
  return temperature + (warmth - temperature) * Math.min(1, seconds / 1200);
}

function islandGrid({ load, outputVoltage }: InverterTask, design: InverterDesign): GridPhase {
  return { voltage: outputVoltage * (1 - 0.01 * load / design.nominalPower), frequency: 50 };
}

function modeOf(connected: boolean, converterPower: number, drawn: number): InverterMode {
  if (!connected) return "inverter";
  if (drawn < 0) return "injection";
  return converterPower > 0 ? "boost" : "charger";
}

function idle({ voltage, frequency }: GridPhase): AcSide {
  return { ...DEAD, voltage, frequency };
}

function acSide(activePower: number, reactivePower: number, at: GridPhase): AcSide {
  const sign = activePower < 0 ? -1 : 1;
  const apparentPower = sign * Math.sqrt(activePower ** 2 + reactivePower ** 2);
  return {
    activePower,
    apparentPower,
    current: apparentPower / at.voltage,
    voltage: at.voltage,
    frequency: at.frequency,
  };
}
