/**
 * The charge current that an Xcom-CAN lets in, in A, on its way to its limit: each second it adds
 * `gain` of what is still between the two. Infinity is one that nothing regulated before.
 */
export function regulatedCurrent(
  before: number,
  limit: number,
  gain: number,
  seconds: number,
): number {
  if (before === Infinity) return limit;
  return before + (limit - before) * (1 - (1 - gain) ** seconds);
}
