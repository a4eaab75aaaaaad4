/** Whether a firmware (X.Y.Z) is as new as another, or newer. */
export function isAtLeast(firmware: string, least: string): boolean {
  const have = firmware.split(".").map(Number);
  const need = least.split(".").map(Number);
  for (let i = 0; i < need.length; i++) {
    const difference = (have[i] ?? 0) - need[i]!;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
