import type { ReadResult } from "../control/plant_access.ts";
import { GatewayClock } from "../installation/system/gateway_clock.ts";
import { silentLog } from "../log.ts";
import { type Finding, ok, unchecked, warning } from "./finding.ts";
import type { PlantPatient } from "./plant_patient.ts";
import type { Check } from "./run_checks.ts";

/** What the gateway's clock shows, and what it should. */
export interface ClockFacts {
  /** Of {5002}: seconds since 1970-01-01 of the gateway's local time. */
  readonly gateway: ReadResult;
  /** The same by this machine's clock, in the configured zone. */
  readonly expected: number;
  readonly timeZone: string;
}

/** A clock that drifts a minute a month is not yet worth a walk to it. */
const TOLERATED_SECONDS = 120;
const QUARTER_HOUR = 900;
const YEAR_2020 = Date.UTC(2020, 0) / 1000;

/** Whether the gateway's clock shows the time of its zone: its devices end their days by it. */
export function judgeClock({ gateway, expected, timeZone }: ClockFacts): Finding[] {
  if (gateway.kind !== "value" || typeof gateway.value !== "number") {
    return [unchecked("the gateway does not tell its time")];
  }
  const shown = gateway.value;
  if (shown < YEAR_2020) {
    return [warning(
      `the gateway's clock was never set: it shows ${localText(shown)}`,
      "set date and time with the remote control (RCC), or in the Studer portal",
    )];
  }
  const ahead = shown - expected;
  const amount = amountText(Math.abs(ahead));
  const side = ahead > 0 ? "ahead of" : "behind";
  if (Math.abs(ahead) <= TOLERATED_SECONDS) {
    return [ok(`the gateway's clock shows ${localText(shown)}, the time of ${timeZone}`)];
  }
  const offBy = Math.abs(ahead) % QUARTER_HOUR;
  const isZone = Math.min(offBy, QUARTER_HOUR - offBy) <= TOLERATED_SECONDS &&
    Math.abs(ahead) < 15 * 3600;
  if (isZone) {
    return [warning(
      `the gateway's clock is ${amount} ${side} the time of ${timeZone}: another zone, or summer time`,
      "set the gateway's clock, or write the zone that it shows as timeZone of the installation",
    )];
  }
  return [warning(
    `the gateway's clock is ${amount} ${side} this machine's: it shows ${localText(shown)}`,
    "set date and time with the remote control (RCC), or in the Studer portal; look at this machine's clock, too",
  )];
}

/** Compares the gateway's clock with this machine's. */
export const clockCheck: Check<PlantPatient> = {
  area: "clock",
  limitMs: 15_000,
  async examine(plant) {
    const { clock, timeZone } = plant;
    const scan = await plant.scan();
    if (scan.kind === "lost") return [unchecked("the gateway does not answer")];
    const gateway = await plant.read({
      device: "xcom",
      number: 5002,
      kind: "parameter",
      format: "int32",
      unit: "",
    });
    const expected = new GatewayClock({ clock, timeZone, log: silentLog })
      .localSecondsAt(clock.now());
    return judgeClock({ gateway, expected, timeZone });
  },
};

function localText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ");
}

function amountText(seconds: number): string {
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) {
    const minutes = Math.round(seconds / 60);
    return minutes % 60 === 0
      ? `${minutes / 60} h`
      : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  }
  return `${Math.round(seconds / 86400)} days`;
}
