import type { Family } from "../../protocol/catalogue/datapoint.ts";
import type { ReadResult } from "../control/plant_access.ts";
import { type Finding, ok, unchecked, warning } from "./finding.ts";
import type { PlantPatient } from "./plant_patient.ts";
import type { Check } from "./run_checks.ts";

/** The parameter of each family that makes a device restart unless it is written to (specification 3.10). */
const Watchdogs: Readonly<Partial<Record<Family | "system", number>>> = {
  xt: 1628,
  vt: 10342,
  vs: 14218,
};

/** What a device says of its watchdog. */
export interface WatchdogFacts {
  readonly device: string;
  readonly number: number;
  readonly result: ReadResult;
}

/** Whether a device's watchdog may restart it once a program stops writing. */
export function judgeWatchdogs(watchdogs: readonly WatchdogFacts[]): Finding[] {
  const findings = watchdogs.flatMap(({ device, number, result }): Finding[] => {
    if (result.kind !== "value") return [];
    if (result.value !== 1) return [];
    return [warning(
      `${device}: the watchdog {${number}} is on: ${device} restarts when a program that writes ` +
        "settings stops doing so",
      `switch {${number}} off, unless a program that must not fail relies on it`,
    )];
  });
  if (findings.length > 0) return findings;
  const answered = watchdogs.filter(({ result }) => result.kind === "value");
  if (answered.length === 0) return [unchecked("no device told whether its watchdog is on")];
  return [ok("no device has its watchdog on")];
}

/** Looks for devices that would restart when a program stops. */
export const watchdogCheck: Check<PlantPatient> = {
  area: "devices",
  limitMs: 60_000,
  async examine(plant) {
    const scan = await plant.scan();
    if (scan.kind === "lost") return [unchecked("watchdogs: the gateway does not answer")];
    const facts: WatchdogFacts[] = [];
    for (const { name, family } of scan.devices) {
      const number = Watchdogs[family];
      if (number === undefined) continue;
      const order = { device: name, number, kind: "parameter", format: "bool", unit: "" } as const;
      facts.push({ device: name, number, result: await plant.read(order) });
    }
    return facts.length === 0 ? [] : judgeWatchdogs(facts);
  },
};
