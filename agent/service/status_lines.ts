import { ADAPTER_NAME } from "./places.ts";
import type { InstalledService } from "./status.ts";

/** The service in one view, for people. `now` is in milliseconds since 1970. */
export function statusLines(status: InstalledService, now: number): string[] {
  const { unit, isEnabled, activity, since, tells, restarts, program, version } = status;
  const { adapter, errors } = status;
  const rows: ReadonlyArray<readonly [title: string, text: string]> = [
    ["installed", unit],
    [
      "enabled",
      isEnabled ? "yes, it starts with the machine" : "no: sudo systemctl enable studer-agent",
    ],
    [
      "state",
      since === undefined ? activity : `${activity} for ${duration(now - since.getTime())}`,
    ],
    ["tells", tells],
    ["restarts", restarts === 0 ? "" : `${restarts}`],
    ["program", `${program} ${version ?? "(tells no version)"}`],
    ["adapter", adapter === undefined ? "" : `/dev/${ADAPTER_NAME} is ${adapter}`],
    ["errors", errors.length === 0 ? "none in the journal" : "the last in the journal:"],
  ];
  return [
    ...rows.filter(([, text]) => text !== "").map(([title, text]) => title.padEnd(11) + text),
    ...errors.map((line) => `  ${line}`),
  ];
}

const Units = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** `3 hours`: in the largest unit that is full. */
function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [unit, length] = Units.find(([, length]) => seconds >= length) ?? ["second", 1];
  const count = Math.floor(seconds / length);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
