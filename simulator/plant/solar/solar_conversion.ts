import type { GeneratorDesign } from "./pv.ts";

/** Whatever the modules are connected to. */
interface Fed {
  readonly generators: readonly GeneratorDesign[];
}

/** Conversion at a small power, and what is lost more at all modules' peak power. */
const BEST_EFFICIENCY = 0.988;
const FULL_POWER_LOSS = 0.012;

/** What of the modules' power comes to the battery, as a share. */
export function efficiency(design: Fed, pvPower: number): number {
  return BEST_EFFICIENCY - FULL_POWER_LOSS * pvPower / peakPower(design);
}

/** What the modules have to give for a power into the battery: the efficiency turned round. */
export function pvPowerFor(design: Fed, batteryPower: number): number {
  const loss = FULL_POWER_LOSS / peakPower(design);
  const root = Math.sqrt(Math.max(0, BEST_EFFICIENCY ** 2 - 4 * loss * batteryPower));
  return 2 * batteryPower / (BEST_EFFICIENCY + root);
}

/** What all modules of a charger are sold for, in W. */
export function peakPower({ generators }: Fed): number {
  let sum = 0;
  for (const { peakPower } of generators) sum += peakPower;
  return sum;
}
