/** A battery out of this range wants somebody's care, in °C. */
const COLD = -5;
const HOT = 50;
/** So far back within the range all is well again, in K. */
const HYSTERESIS = 2;

/** Whether a battery's temperature is a reason for an alarm; `before` whether it was. */
export function isAlarming(before: boolean, temperature: number): boolean {
  const margin = before ? HYSTERESIS : 0;
  return temperature < COLD + margin || temperature > HOT - margin;
}
