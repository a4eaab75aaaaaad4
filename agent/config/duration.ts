const UnitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof UnitMs;

/** Reads `500ms`, `2s`, `10s`, `1m`, `5m`, `1h`, `1d` as milliseconds; undefined where it is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,3})?) ?(ms|s|m|h|d)$/.exec(text.trim());
  if (match === null) return undefined;
  return Math.round(Number(match[1]) * UnitMs[match[2] as Unit]);
}

/** Writes whole milliseconds in the largest unit that divides them, so that reading gives them back. */
export function formatDuration(ms: number): string {
  const units = (["d", "h", "m", "s"] as const).filter((unit) => ms % UnitMs[unit] === 0);
  const unit = ms === 0 ? "s" : units[0] ?? "ms";
  return `${ms / UnitMs[unit]}${unit}`;
}
