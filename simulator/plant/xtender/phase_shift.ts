/** The curve of {1613} and {1622} to {1624}: by how much what is fed lags or leads the voltage. */
export interface PhaseShiftCurve {
  /** Whether it is used; otherwise the power factor is 1. */
  readonly used: boolean;
  /** The power of the second point, as a share of the nominal power; the others are at 0 and 1. */
  readonly secondPower: number;
  /** At the three points: what the power factor lacks to 1, negative where it is inductive. */
  readonly atZero: number;
  readonly atSecond: number;
  readonly atFull: number;
}

/** Bisections of a power: to a ten-thousandth of it. */
const BISECTIONS = 14;

/** What a power that is fed lacks to a power factor of 1, by its share of the nominal power. */
function lackAt({ secondPower, atZero, atSecond, atFull }: PhaseShiftCurve, share: number): number {
  if (share <= secondPower) return atZero + (atSecond - atZero) * share / secondPower;
  const beyond = Math.min(1, (share - secondPower) / (1 - secondPower));
  return atSecond + (atFull - atSecond) * beyond;
}

/**
 * The reactive power that goes with what is fed, for each W: positive where the grid gives it, as
 * to an inductive consumer, negative where it takes it.
 */
export function reactiveShareAt(curve: PhaseShiftCurve, share: number): number {
  if (!curve.used) return 0;
  const lack = lackAt(curve, share);
  return -Math.sign(lack) * Math.tan(Math.acos(1 - Math.abs(lack)));
}

/** The active power within an apparent power that is fed, in W and VA. */
export function activePowerWithin(
  curve: PhaseShiftCurve,
  apparentPower: number,
  nominalPower: number,
): number {
  if (!curve.used) return apparentPower;
  let low = 0;
  let high = apparentPower;
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    const reactive = middle * reactiveShareAt(curve, middle / nominalPower);
    if (Math.hypot(middle, reactive) > apparentPower) high = middle;
    else low = middle;
  }
  return low;
}
