/** However the levels are set: from a stop to the restart the voltage moves by this, of 48 V. */
const HYSTERESIS = 0.5;

/** By so much the voltage must leave a level before it counts as left, in V. */
export function restartHysteresis(nominalVoltage: number): number {
  return HYSTERESIS * nominalVoltage / 48;
}

/** The voltage above which a battery is too high, in V; where it was, it must fall further. */
export function overvoltageLevel(
  wasHigh: boolean,
  settings: { readonly overvoltage: number; readonly overvoltageRestart: number },
  nominalVoltage: number,
): number {
  const { overvoltage, overvoltageRestart } = settings;
  return wasHigh
    ? Math.min(overvoltageRestart, overvoltage - restartHysteresis(nominalVoltage))
    : overvoltage;
}
