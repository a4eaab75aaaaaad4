/** A genset at a moment. Times in seconds. */
export interface Genset {
  /** How long it has been asked to run, or how long not. */
  readonly calledSeconds: number;
  readonly idleSeconds: number;
  /** How long its starter has turned it over without a break. */
  readonly crankSeconds: number;
  /** Starter pulses that were long enough since it last ran or rested. */
  readonly pulses: number;
  /** Since it fired; undefined while it stands. */
  readonly runSeconds: number | undefined;
}

/** What starts a genset: AUX 2 drives its starter, or without that its own automatic. */
export interface GensetCall {
  readonly called: boolean;
  /** Whether the starter turns it over; undefined where its own automatic sees to that. */
  readonly cranked: boolean | undefined;
}

/** What a cold engine takes to fire. */
export interface GensetNeeds {
  /** A shorter pulse at the starter does nothing, in seconds. */
  readonly pulseSeconds: number;
  /** So many pulses; Infinity for one that is broken. */
  readonly pulses: number;
}

/** A genset in order. */
export const USUAL_NEEDS: GensetNeeds = { pulseSeconds: 2, pulses: 1 };

/** A genset that nobody has asked for. */
export const STANDING_GENSET: Genset = {
  calledSeconds: 0,
  idleSeconds: 0,
  crankSeconds: 0,
  pulses: 0,
  runSeconds: undefined,
};

/** From the first firing until there is a steady voltage. */
const RUN_UP_SECONDS = 2;
/** What an automatic of its own takes until the engine fires. */
const OWN_START_SECONDS = 13;
/** An engine that rests for so long is cold again. */
const COLD_SECONDS = 60;

/** Whether a genset feeds its consumers. */
export function givesVoltage({ runSeconds = -1 }: Genset): boolean {
  return runSeconds >= RUN_UP_SECONDS;
}

/** The genset some seconds later. */
export function stepGenset(
  genset: Genset,
  { called, cranked }: GensetCall,
  needs: GensetNeeds,
  seconds: number,
): Genset {
  if (!called) return resting(genset, seconds);
  const calledSeconds = genset.calledSeconds + seconds;
  const now = { ...genset, calledSeconds, idleSeconds: 0, crankSeconds: 0 };
  if (genset.runSeconds !== undefined) {
    return { ...now, pulses: 0, runSeconds: genset.runSeconds + seconds };
  }
  if (cranked === undefined) {
    const fires = calledSeconds >= OWN_START_SECONDS && needs.pulses < Infinity;
    return fires ? { ...now, runSeconds: calledSeconds - OWN_START_SECONDS } : now;
  }
  if (!cranked) return now;
  const crankSeconds = genset.crankSeconds + seconds;
  const isEnough = crankSeconds >= needs.pulseSeconds && genset.crankSeconds < needs.pulseSeconds;
  const pulses = genset.pulses + (isEnough ? 1 : 0);
  const fires = isEnough && pulses >= needs.pulses;
  return { ...now, crankSeconds, pulses, runSeconds: fires ? 0 : undefined };
}

function resting({ idleSeconds: before, pulses }: Genset, seconds: number): Genset {
  const idleSeconds = before + seconds;
  if (pulses === 0 || idleSeconds > COLD_SECONDS) return STANDING_GENSET;
  return { ...STANDING_GENSET, idleSeconds, pulses };
}
