import type { AuxiliaryEvent, AuxiliarySettings, Levels, Schedule } from "./auxiliary_programme.ts";
import type { CyclePhase } from "../charging/charge_cycle.ts";

/** An auxiliary contact at a moment. Times in seconds. */
export interface AuxiliaryContact {
  readonly closed: boolean;
  readonly closedSeconds: number;
  readonly voltage: Latch;
  readonly power: Latch;
  readonly charge: Latch;
  readonly warm: boolean;
  /** Whether it was closed for too long, and waits until nothing asks for it. */
  readonly tooLong: boolean;
}

/** What stays closed below its levels until something opens it. */
interface Latch {
  readonly closed: boolean;
  /** How long each level has been passed. */
  readonly seconds: readonly number[];
  readonly offSeconds: number;
}

/** What a contact goes by; V, °C, and shares from 0 to 1. */
export interface AuxiliarySignals {
  /** Seconds since 1970 of the gateway's clock. */
  readonly clock: number;
  readonly voltage: number;
  /** What the voltage would be without the load of the moment. */
  readonly restVoltage: number;
  readonly power: number;
  readonly charge: number;
  readonly temperature: number;
  readonly phase: CyclePhase;
  /** How long it has been night. */
  readonly nightSeconds: number;
  /** Whether something is the case at the contact's device. */
  readonly holds: (event: AuxiliaryEvent) => boolean;
}

const SECONDS_PER_DAY = 86400;
/** 1970 began on a Thursday; days of the week count from Monday. */
const FIRST_WEEKDAY = 3;
const Mode = { reversed: 2, closed: 4, open: 8 } as const;
const OPEN_LATCH: Latch = { closed: false, seconds: [0, 0, 0], offSeconds: 0 };

/** A contact that nothing has closed yet. */
export const OPEN_CONTACT: AuxiliaryContact = {
  closed: false,
  closedSeconds: 0,
  voltage: OPEN_LATCH,
  power: OPEN_LATCH,
  charge: OPEN_LATCH,
  warm: false,
  tooLong: false,
};

/** Whether a contact's programme says anything but to stay open. */
export function isProgrammed(settings: AuxiliarySettings): boolean {
  const { mode, schedules, events, voltage, power, charge, temperature, night } = settings;
  return mode !== 1 || schedules.some(isUsed) || Object.values(events).includes(true) ||
    [voltage, power, charge].some((levels) => levels !== undefined && anyLevel(levels)) ||
    temperature.on || night?.on === true;
}

/** The contact some seconds later, by its programme. */
export function stepContact(
  contact: AuxiliaryContact,
  settings: AuxiliarySettings,
  signals: AuxiliarySignals,
  seconds: number,
): AuxiliaryContact {
  const floating = signals.phase === "floating" || signals.phase === "reduced_floating";
  const { voltage: byVoltage, power: byPower, charge: byCharge } = settings;
  const seen = byVoltage.compensated ? signals.restVoltage : signals.voltage;
  // Power closes above its levels; turned round it is below them like the others.
  const voltage = stepLatch(contact.voltage, byVoltage, seen, 1, floating, seconds);
  const charge = stepLatch(contact.charge, byCharge, signals.charge, 1, floating, seconds);
  const power = byPower === undefined
    ? OPEN_LATCH
    : stepLatch(contact.power, byPower, signals.power, -1, floating, seconds);
  const warm = signals.temperature > settings.temperature.over ||
    (contact.warm && signals.temperature >= settings.temperature.below);
  const asked = asks(settings, signals, { voltage, power, charge, warm });
  const overdue = settings.security?.on === true && contact.closed &&
    contact.closedSeconds + seconds > settings.security.seconds;
  const tooLong = asked && (contact.tooLong || overdue);
  const active = asked && !tooLong && !settings.restrictions.some((each) => within(each, signals));
  const closed = contactAt(settings.mode, active);
  return {
    closed,
    closedSeconds: closed ? contact.closedSeconds + seconds : 0,
    voltage,
    power,
    charge,
    warm,
    tooLong,
  };
}

function contactAt(mode: number, active: boolean): boolean {
  if (mode === Mode.closed) return true;
  if (mode === Mode.open) return false;
  return mode === Mode.reversed ? !active : active;
}

function asks(
  settings: AuxiliarySettings,
  signals: AuxiliarySignals,
  state: Pick<AuxiliaryContact, "voltage" | "power" | "charge" | "warm">,
): boolean {
  const { schedules, events, temperature, night } = settings;
  const conditions: boolean[] = [];
  if (schedules.some(isUsed)) conditions.push(schedules.some((each) => within(each, signals)));
  for (const [event, on] of Object.entries(events)) {
    if (on) conditions.push(signals.holds(event as AuxiliaryEvent));
  }
  if (anyLevel(settings.voltage)) conditions.push(state.voltage.closed);
  if (settings.power !== undefined && anyLevel(settings.power)) conditions.push(state.power.closed);
  if (anyLevel(settings.charge)) conditions.push(state.charge.closed);
  if (temperature.on) {
    conditions.push(state.warm && !(temperature.notInBulk && signals.phase === "bulk"));
  }
  if (night?.on) {
    const since = signals.nightSeconds - night.delay;
    conditions.push(signals.nightSeconds > 0 && since >= 0 && since < night.lasts);
  }
  if (conditions.length === 0) return false;
  return settings.all ? conditions.every(Boolean) : conditions.some(Boolean);
}

/** `direction` is 1 where the levels close from below, -1 where they do from above. */
function stepLatch(
  latch: Latch,
  { levels, off, offAfter, offInFloating }: Levels,
  value: number,
  direction: 1 | -1,
  floating: boolean,
  seconds: number,
): Latch {
  if (!levels.some(({ on }) => on)) return OPEN_LATCH;
  const passed = levels.map(({ on, at }, i) =>
    on && (at - value) * direction > 0 ? latch.seconds[i]! + seconds : 0
  );
  const offSeconds = (value - off) * direction > 0 ? latch.offSeconds + seconds : 0;
  const opens = (offSeconds > 0 && offSeconds >= offAfter) || (offInFloating && floating);
  const closes = levels.some(({ after }, i) => passed[i]! > 0 && passed[i]! >= after);
  return { closed: closes || (latch.closed && !opens), seconds: passed, offSeconds };
}

function anyLevel({ levels }: Levels): boolean {
  return levels.some(({ on }) => on);
}

function isUsed({ on, days }: Schedule): boolean {
  return days === undefined ? on === true : days !== 0;
}

/** Whether it is the schedule's time; one that ends before it begins goes over midnight. */
function within(schedule: Schedule, { clock }: AuxiliarySignals): boolean {
  if (!isUsed(schedule)) return false;
  const { days, start, end } = schedule;
  const day = Math.floor(clock / SECONDS_PER_DAY);
  const time = clock - day * SECONDS_PER_DAY;
  const early = start > end && time < end;
  // What goes over midnight belongs to the day on which it began.
  const weekday = (day + FIRST_WEEKDAY - (early ? 1 : 0)) % 7;
  if (days !== undefined && (days >> weekday & 1) === 0) return false;
  return start <= end ? time >= start && time < end : time >= start || early;
}
