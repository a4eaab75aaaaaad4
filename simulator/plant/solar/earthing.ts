import { type VarioSettings, wiringOf } from "./vario_parameters.ts";

/** Where a charger with an earth fault finds it: at the battery, at its modules, or at an input. */
export type EarthFault = "earth" | "earth_pv" | "earth_pv1" | "earth_pv2";

const Grounding = { unchecked: 1, plus: 2, minus: 4 } as const;
const AtInput: readonly EarthFault[] = ["earth_pv1", "earth_pv2"];

/** How the modules at an input are grounded, as the owner set it. */
export function pvEarthingAt(settings: VarioSettings, input: number): number {
  const { pvEarthing } = settings;
  if (pvEarthing === undefined) return Grounding.unchecked;
  const { joined, inputs } = pvEarthing;
  const apart = joined === undefined || wiringOf(settings) === "independent";
  return (apart ? inputs[input] : joined) ?? Grounding.unchecked;
}

/**
 * What a charger finds of an earth fault that shows at the battery and at all its inputs; nothing
 * where it is told to look for none.
 */
export function foundEarthFault(settings: VarioSettings): EarthFault | undefined {
  if (settings.batteryEarthing !== Grounding.unchecked) return "earth";
  const inputs = settings.pvEarthing?.inputs ?? [];
  const input = inputs.findIndex((_, i) => pvEarthingAt(settings, i) !== Grounding.unchecked);
  if (input < 0) return undefined;
  const isOne = inputs.length === 1 || wiringOf(settings) !== "independent";
  return isOne ? "earth_pv" : AtInput[input];
}

/** Whether a charger stands still for an earth fault. */
export function isEarthFault(fault: string): fault is EarthFault {
  return fault.startsWith("earth");
}

/** From earth to the negative pole, in V, of something that is grounded so; floating is half way. */
export function minusToEarth(grounding: number, voltage: number): number {
  if (grounding === Grounding.minus) return 0;
  return grounding === Grounding.plus ? -voltage : -voltage / 2;
}
