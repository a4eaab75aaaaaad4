import { lossAt } from "./conversion.ts";
import { NO_RISE, riseIn } from "./gradual_rise.ts";
import type { GridPhase } from "../source/grid.ts";
import {
  type AcSide,
  acSide,
  DEAD,
  type Inverter,
  type InverterMode,
  invertsAlone,
  type Limitation,
} from "./inverter.ts";
import { LOAD_REACTIVE_SHARE } from "../load.ts";
import { reactiveShareAt } from "./phase_shift.ts";
import { type Rest, restPower } from "./rest.ts";
import { inputCurrentLimit } from "./transfer_relay.ts";

/** What an Xtender is made to do for a while. Powers in W. */
export interface InverterTask {
  readonly grid: GridPhase;
  /** Of the converter to the AC side; negative while it charges. */
  readonly converterPower: number;
  /** Of its consumers, and of the solar inverters beside them. */
  readonly load: number;
  readonly solarPower: number;
  /** What it makes where it makes its own voltage. */
  readonly island: GridPhase;
  /** Why the converter rests, if it does. */
  readonly rest: Rest | undefined;
  readonly limitation: Limitation;
  readonly batteryPriority: boolean;
  readonly forcedFeeding: boolean;
  readonly airTemperature: number;
}

const OUTPUT_SAG = 0.01;
const HOUSING_WARMTH = 12;
const FULL_LOAD_WARMTH = 42;
const WARMING_SECONDS = 1200;

/** The Xtender at work. */
export function stepInverter(inverter: Inverter, task: InverterTask, seconds: number): Inverter {
  const { design, connected, control } = inverter;
  const { grid, converterPower, load, solarPower, rest } = task;
  const alone = invertsAlone(inverter);
  const outputPower = load - solarPower;
  const drawn = connected ? outputPower - converterPower : 0;
  const reactivePower = load * LOAD_REACTIVE_SHARE;
  const hasOutput = connected || (alone && rest !== "search");
  const lossPower = lossOf(inverter, task, connected || alone);
  // Whoever helps the grid carries his part of the reactive power too.
  const left = converterPower > 0 ? Math.max(0, drawn) / Math.max(outputPower, drawn, 1) : 1;
  const shiftedPower = converterPower > 0 && drawn < 0
    ? -drawn * reactiveShareAt(control.settings.phaseShift, -drawn / design.nominalPower)
    : 0;
  const input = connected ? acSide(drawn, reactivePower * left + shiftedPower, grid) : idle(grid);
  const inputLimit = connected ? inputCurrentLimit(inverter.relay, control.settings) : 0;
  return {
    ...inverter,
    mode: modeOf(connected, alone, rest === "search", converterPower, drawn),
    rest,
    islandRise: alone ? riseIn(task.island, control.settings) : NO_RISE,
    input,
    output: hasOutput ? outputOf(inverter, task, reactivePower) : DEAD,
    converterPower,
    shiftedPower,
    solarPower: hasOutput ? solarPower : 0,
    batteryPower: -converterPower - lossPower,
    lossPower,
    inputLimit,
    inputLimited: connected && input.current >= inputLimit * 0.999,
    limitation: task.limitation,
    batteryPriority: task.batteryPriority,
    forcedFeeding: task.forcedFeeding,
    temperature: temperatureAfter(inverter, converterPower, task.airTemperature, seconds),
  };
}

function lossOf(
  { design, control, on }: Inverter,
  { rest, converterPower }: InverterTask,
  serves: boolean,
): number {
  if (rest !== undefined) return restPower(design, control.settings, rest);
  if (serves) return lossAt(design, converterPower);
  return on ? design.searchPower : 0;
}

function outputOf({ connected, design }: Inverter, task: InverterTask, reactivePower: number) {
  const { grid, island } = task;
  const power = task.load - task.solarPower;
  if (connected) return acSide(power, reactivePower, grid);
  const voltage = island.voltage * (1 - OUTPUT_SAG * power / design.nominalPower);
  return acSide(power, reactivePower, { voltage, frequency: island.frequency });
}

function modeOf(
  connected: boolean,
  alone: boolean,
  searching: boolean,
  converterPower: number,
  drawn: number,
): InverterMode {
  if (!connected) return alone ? searching ? "search" : "inverter" : "off";
  // Beyond what it charges with, solar inverters feed through it.
  if (drawn < 0 && converterPower > 0) return "injection";
  return converterPower > 0 ? "boost" : "charger";
}

function temperatureAfter(
  { design, temperature }: Inverter,
  converterPower: number,
  airTemperature: number,
  seconds: number,
): number {
  const full = lossAt(design, design.nominalPower) - design.idlePower;
  const share = (lossAt(design, converterPower) - design.idlePower) / full;
  const warmth = airTemperature + HOUSING_WARMTH + FULL_LOAD_WARMTH * share;
  return temperature + (warmth - temperature) * Math.min(1, seconds / WARMING_SECONDS);
}

function idle({ voltage, frequency }: GridPhase): AcSide {
  return { ...DEAD, voltage, frequency };
}
