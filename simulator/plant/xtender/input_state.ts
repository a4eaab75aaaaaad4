import type { PlantEventKind, Tell } from "../events.ts";
import type { GridPhase } from "../source/grid.ts";
import type { XtenderSettings } from "./xtender_parameters.ts";

/** What stands at the AC input. */
export type InputState = "absent" | "good" | "voltage_low" | "voltage_high" | "frequency_wrong";

/** Below this there is no source, in V. */
const PRESENT_VOLTAGE = 40;
/** A source that was low must rise by this before it counts as good again. */
const CLOSE_HYSTERESIS = 10;
const Told: Readonly<Record<InputState, PlantEventKind | undefined>> = {
  absent: "grid_lost",
  good: undefined,
  voltage_low: "ac_in_voltage_low",
  voltage_high: "ac_in_voltage_high",
  frequency_wrong: "ac_in_frequency_wrong",
};

/** What stands at the AC input now; before it was something else, or the same. */
export function inputState(
  before: InputState,
  settings: XtenderSettings,
  grid: GridPhase,
  nominalFrequency: number,
): InputState {
  if (grid.voltage < PRESENT_VOLTAGE) return "absent";
  const rise = before === "good" ? 0 : CLOSE_HYSTERESIS;
  if (grid.voltage < settings.transferOpenVoltage + (before === "absent" ? 0 : rise)) {
    return "voltage_low";
  }
  if (grid.voltage > settings.transferMaxVoltage) return "voltage_high";
  const beyond = grid.frequency > nominalFrequency + settings.frequencyAbove ||
    grid.frequency < nominalFrequency - settings.frequencyBelow;
  return beyond ? "frequency_wrong" : "good";
}

/** Tells what became of the AC input. */
export function tellInput(
  before: InputState,
  now: InputState,
  tell: Tell,
): void {
  if (before === "absent") tell("grid_back");
  const fault = Told[now];
  if (fault !== undefined) tell(fault);
}
