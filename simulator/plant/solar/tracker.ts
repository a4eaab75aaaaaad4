import {
  currentAt,
  type Generator,
  IDLE_GENERATOR,
  powerWithin,
  type Sunlit,
  workingPoint,
} from "./pv.ts";
import { trackerOf, type TrackerSettings, type VarioSettings } from "./vario_parameters.ts";

/** How a charger finds the voltage of its modules. */
const Tracking = { openVoltageRatio: 2, fixedVoltage: 4 } as const;
/** What the input of a VarioTrack bears, in V. */
const MAX_INPUT_VOLTAGE = 150;
/** A share that is rounding away from everything. */
const ALL = 0.9999;
/** Of what modules can give, what a tracker that searches for it finds. */
const TRACKED_SHARE = 0.995;

/** How the charger's settings have the tracker of one of its inputs search. */
function trackerAt(
  settings: VarioSettings,
  lit: readonly Sunlit[],
  input: number,
): TrackerSettings {
  let all = 0;
  for (const { openVoltage } of lit) all += openVoltage;
  return trackerOf(settings, input, all > 0 ? lit[input]!.openVoltage / all : 0);
}

/** What a high voltage of the modules leaves of the current into the battery, in A. */
export function highVoltageCurrent(
  settings: VarioSettings,
  lit: readonly Sunlit[],
  current: number,
): number {
  const { highVoltage } = settings;
  if (highVoltage === undefined) return current;
  const voltage = trackedVoltage(lit[0]!, trackerAt(settings, lit, 0));
  const start = MAX_INPUT_VOLTAGE + highVoltage.offset;
  const share = Math.min(1, Math.max(0, (voltage - start) / (MAX_INPUT_VOLTAGE - start)));
  return Math.min(current, current + (highVoltage.current - current) * share);
}

function trackedVoltage(
  lit: Sunlit,
  { tracking, openVoltageRatio, fixedVoltage }: TrackerSettings,
): number {
  switch (tracking) {
    case Tracking.openVoltageRatio:
      return lit.openVoltage * openVoltageRatio;
    case Tracking.fixedVoltage:
      return fixedVoltage;
    default:
      return lit.peakVoltage;
  }
}

/** An input of a charger: how it is tracked, and the most that it takes, in A. */
export interface Input {
  readonly tracker: TrackerSettings;
  readonly maxCurrent: number;
}

/** One of a charger's inputs, with these lit modules at all of them. */
export function inputAt(
  settings: VarioSettings,
  maxCurrent: number,
  lit: readonly Sunlit[],
  index: number,
): Input {
  return { tracker: trackerAt(settings, lit, index), maxCurrent };
}

/** What an input gets out of lit modules, in W. */
export function inputPower(lit: Sunlit, { tracker, maxCurrent }: Input): number {
  return Math.min(trackedPower(lit, tracker), powerWithin(lit, maxCurrent));
}

/** Whether the modules could give more than the input takes. */
export function isChoked(lit: Sunlit, { tracker, maxCurrent }: Input): boolean {
  return powerWithin(lit, maxCurrent) < trackedPower(lit, tracker);
}

function trackedPower(
  lit: Sunlit,
  { tracking, openVoltageRatio, fixedVoltage }: TrackerSettings,
): number {
  switch (tracking) {
    case Tracking.openVoltageRatio: {
      const voltage = lit.openVoltage * openVoltageRatio;
      return voltage * currentAt(lit, voltage);
    }
    case Tracking.fixedVoltage:
      return fixedVoltage * currentAt(lit, fixedVoltage);
    default:
      return lit.power * TRACKED_SHARE;
  }
}

/** Modules from which an input takes a share of what it could. */
export function generatorAt(lit: Sunlit, share: number, input: Input): Generator {
  if (share === 0) return { ...IDLE_GENERATOR, voltage: lit.openVoltage };
  const power = inputPower(lit, input) * share;
  const voltage = trackedVoltage(lit, input.tracker);
  // A voltage that its owner chose below the best one is left only to give less.
  const isHeld = share > ALL && voltage > 0 && voltage < lit.peakVoltage;
  return isHeld ? { voltage, current: power / voltage, power } : workingPoint(lit, power);
}
