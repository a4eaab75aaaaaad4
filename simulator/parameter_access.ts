import { ParameterProperty } from "../protocol/object.ts";
import { encodeValue } from "../protocol/value.ts";
import { accepted, type Answer, refused } from "./answer.ts";
import type { SimulatedDevice } from "./device.ts";
import { DayCountParameters } from "./plant/xtender/limited_days.ts";
import { type SignalReach, Signals } from "./signals.ts";

/** The gateway's date ({5002}), in seconds since 1970 of local time. */
const CLOCK_PARAMETER = 5002;

/** What a write reaches beyond the device that got it. */
export interface WriteReach extends SignalReach {
  setClock(seconds: number): void;
  /** Lets the free days of an Xtender begin now. */
  restartDays(device: SimulatedDevice): void;
}

/** Reads a property of a parameter of a device; the gateway's clock goes on. */
export function readParameter(
  device: SimulatedDevice,
  number: number,
  property: number,
  clockSeconds: number,
): Answer {
  const answer = device.parameters.read(number, property);
  const isValue = property === ParameterProperty.value ||
    property === ParameterProperty.unsavedValue;
  if (!answer.ok || !isClock(device, number) || !isValue) return answer;
  // Its 32 bits end in 2038, and begin anew.
  return accepted(encodeValue("int32", Math.floor(clockSeconds) | 0));
}

/** Writes a property of a parameter of a device; signals, clock and days act at once. */
export function writeParameter(
  device: SimulatedDevice,
  number: number,
  property: number,
  data: Uint8Array,
  reach: WriteReach,
): Answer {
  const outcome = device.parameters.write(number, property, data);
  if (typeof outcome === "string") return refused(outcome);
  device.noteWrite();
  switch (outcome.kind) {
    case "signal":
      Signals[device.family][number]?.(device, reach);
      break;
    case "value":
      if (isClock(device, number)) reach.setClock(outcome.value);
      if (device.family === "xt" && DayCountParameters.includes(number)) reach.restartDays(device);
      break;
  }
  return accepted();
}

function isClock({ family }: SimulatedDevice, number: number): boolean {
  return family === "rcc" && number === CLOCK_PARAMETER;
}
