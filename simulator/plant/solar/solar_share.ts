/** What each solar charger could give, and up to which voltage of the battery. */
export interface SolarBid {
  readonly power: number;
  readonly voltage: number;
}

/**
 * What each solar charger gives, in W: those that want the highest voltage first, and none more
 * than is taken at its voltage. `taken` is what converters and battery take at a voltage.
 */
export function solarPowers(
  bids: readonly SolarBid[],
  taken: (voltage: number) => number,
): number[] {
  const powers = bids.map(() => 0);
  const voltages = [...new Set(bids.map(({ voltage }) => voltage))].sort((a, b) => b - a);
  let given = 0;
  for (const voltage of voltages) {
    let offered = 0;
    for (const bid of bids) if (bid.voltage === voltage) offered += bid.power;
    const share = offered > 0 ? Math.min(1, Math.max(0, taken(voltage) - given) / offered) : 0;
    bids.forEach((bid, i) => {
      if (bid.voltage === voltage) powers[i] = bid.power * share;
    });
    given += offered * share;
  }
  return powers;
}
