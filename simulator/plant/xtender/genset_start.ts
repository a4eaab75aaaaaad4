import type { XtenderSettings } from "./xtender_parameters.ts";

/**
 * How far an Xtender is with starting a genset, where {1491} has it do so: AUX 1 is what lets the
 * engine run, AUX 2 its starter.
 */
export interface GensetStart {
  readonly phase: StartPhase;
  /** How long the phase has lasted. */
  readonly seconds: number;
  /** Starter pulses since the genset was asked for. */
  readonly attempts: number;
}

/**
 * `waiting` comes before the first pulse or after an interruption, `listening` after a pulse;
 * `interrupted` opens AUX 1 between two attempts, `failed` does until nothing asks for the genset.
 */
export type StartPhase =
  | "idle"
  | "waiting"
  | "pulse"
  | "listening"
  | "interrupted"
  | "running"
  | "failed";

/** What the start goes by. */
export interface StartSignals {
  /** Whether the programme of AUX 1 asks for the genset. */
  readonly asked: boolean;
  /** Whether there is a voltage at AC-In. */
  readonly isFed: boolean;
}

/** What both contacts do in a phase. */
interface StartContacts {
  readonly runs: boolean;
  readonly cranks: boolean;
}

/** Nothing asks for the genset. */
export const NO_START: GensetStart = { phase: "idle", seconds: 0, attempts: 0 };

const RUNNING: GensetStart = { ...NO_START, phase: "running" };
const Contacts: Readonly<Record<StartPhase, StartContacts>> = {
  idle: { runs: false, cranks: false },
  waiting: { runs: true, cranks: false },
  pulse: { runs: true, cranks: true },
  listening: { runs: true, cranks: false },
  interrupted: { runs: false, cranks: false },
  running: { runs: true, cranks: false },
  failed: { runs: false, cranks: false },
};

/** Whether AUX 1 lets the engine run, and whether AUX 2 turns it over. */
export function contactsOf({ phase }: GensetStart): StartContacts {
  return Contacts[phase];
}

/** The start of a genset some seconds later, no more than a phase at a time. */
export function stepStart(
  start: GensetStart,
  settings: XtenderSettings["gensetControl"],
  { asked, isFed }: StartSignals,
  seconds: number,
): GensetStart {
  if (!asked) return NO_START;
  const { phase, attempts } = start;
  if (phase === "failed") return start;
  if (isFed && phase !== "interrupted") return RUNNING;
  if (phase === "idle" || phase === "running") return { ...NO_START, phase: "waiting" };
  const passed = start.seconds + seconds;
  if (passed < secondsOf(phase, settings)) return { ...start, seconds: passed };
  const next = phaseAfter(phase, attempts, settings);
  return { phase: next, seconds: 0, attempts: attempts + (next === "pulse" ? 1 : 0) };
}

type TimedPhase = Exclude<StartPhase, "idle" | "running" | "failed">;

function secondsOf(phase: TimedPhase, settings: XtenderSettings["gensetControl"]): number {
  switch (phase) {
    case "waiting":
    case "listening":
      return settings.waitSeconds;
    case "pulse":
      return settings.pulseSeconds;
    case "interrupted":
      return settings.interruptSeconds;
  }
}

function phaseAfter(
  phase: TimedPhase,
  attempts: number,
  settings: XtenderSettings["gensetControl"],
): StartPhase {
  switch (phase) {
    case "pulse":
      return "listening";
    case "interrupted":
      return "waiting";
    case "waiting":
      return attempts < settings.attempts ? "pulse" : "failed";
    case "listening":
      if (attempts >= settings.attempts) return "failed";
      return settings.interruptSeconds > 0 ? "interrupted" : "pulse";
  }
}
