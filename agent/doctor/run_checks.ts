import type { Clock } from "../../protocol/clock.ts";
import { type Area, type AreaFinding, brokenCheck, type Finding, unchecked } from "./finding.ts";

/** One thing to look at. */
export interface Check<Patient> {
  readonly area: Area;
  /** Longer it may not take. */
  readonly limitMs: number;
  examine(patient: Patient, signal: AbortSignal): Promise<readonly Finding[]>;
}

/** What looking needs from outside. */
export interface CheckDependencies {
  readonly clock: Clock;
  /** Ends it: what was not looked at by then is said to be so. */
  readonly signal: AbortSignal;
  readonly onProgress: (area: Area) => void;
}

/** Looks at one thing after another; one that breaks or takes too long stops none of the others. */
export async function runChecks<Patient>(
  checks: readonly Check<Patient>[],
  patient: Patient,
  { clock, signal, onProgress }: CheckDependencies,
): Promise<AreaFinding[]> {
  const findings: AreaFinding[] = [];
  for (const check of checks) {
    const { area } = check;
    onProgress(area);
    const found = signal.aborted
      ? [unchecked("interrupted")]
      : await runCheck(check, patient, clock, signal);
    findings.push(...found.map((finding) => ({ area, ...finding })));
  }
  return findings;
}

async function runCheck<Patient>(
  { limitMs, examine }: Check<Patient>,
  patient: Patient,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const settled = new AbortController();
  const over = new AbortController();
  const late = clock.sleep(limitMs, AbortSignal.any([signal, settled.signal])).then(() => {
    over.abort();
    return [
      signal.aborted
        ? unchecked("interrupted")
        : unchecked(`took longer than ${limitMs / 1000} s`, "try again; if it stays so, report it"),
    ];
  });
  const examined = Promise.try(() => examine(patient, AbortSignal.any([signal, over.signal])))
    .catch((error) => [brokenCheck(error)]);
  try {
    return await Promise.race([examined, late]);
  } finally {
    settled.abort();
  }
}
