/** What decides an Xtender's losses, in W. */
export interface Converter {
  /** Continuous, in VA. */
  readonly nominalPower: number;
  /** What it draws to be on. */
  readonly idlePower: number;
}

/** Of the power: what the switches lose, and what the windings do at nominal power. */
const SWITCHING_SHARE = 0.025;
const WINDING_SHARE = 0.04;

/** What an Xtender loses when it converts so much at its AC side, in W. */
export function lossAt({ nominalPower, idlePower }: Converter, acPower: number): number {
  const power = Math.abs(acPower);
  return idlePower + power * (SWITCHING_SHARE + WINDING_SHARE * power / nominalPower);
}

/** What a converter's AC power takes from the battery, in W; negative where it charges. */
export function batteryDemand(converter: Converter, acPower: number): number {
  return acPower + lossAt(converter, acPower);
}

/** The AC power for which a converter takes so much from the battery, in W: the inverse. */
export function acPowerFor(converter: Converter, batteryPower: number): number {
  const wanted = batteryPower - converter.idlePower;
  const winding = WINDING_SHARE / converter.nominalPower;
  if (wanted >= 0) {
    const linear = 1 + SWITCHING_SHARE;
    return 2 * wanted / (linear + Math.sqrt(linear ** 2 + 4 * winding * wanted));
  }
  const linear = 1 - SWITCHING_SHARE;
  // Charging with more than a converter can is asking for its most.
  return 2 * wanted / (linear + Math.sqrt(Math.max(0, linear ** 2 + 4 * winding * wanted)));
}
