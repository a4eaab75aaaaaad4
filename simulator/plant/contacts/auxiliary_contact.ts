import { type CyclePhase, CyclePhases } from "../charging/charge_cycle.ts";
import type { AuxiliaryEvent, AuxiliarySettings, DeviceEvent } from "./auxiliary_programme.ts";
import { hasLevel, type Latch, OPEN_LATCH, stepLatch } from "./latch.ts";
import { isUsed, isWithin } from "./schedule.ts";

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
  readonly holds: (event: DeviceEvent) => boolean;
}

const Mode = { automatic: 1, reversed: 2, closed: 4, open: 8 } as const;

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
  return mode !== Mode.automatic || schedules.some(isUsed) ||
    Object.values(events).includes(true) ||
    [voltage, power, charge].some((levels) => levels !== undefined && hasLevel(levels)) ||
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
  const active = asked && !tooLong &&
    !settings.restrictions.some((each) => isWithin(each, signals.clock));
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
  if (schedules.some(isUsed)) {
    conditions.push(schedules.some((each) => isWithin(each, signals.clock)));
  }
  for (const [event, on] of Object.entries(events)) {
    if (on) conditions.push(isCase(event as AuxiliaryEvent, signals));
  }
  if (hasLevel(settings.voltage)) conditions.push(state.voltage.closed);
  if (settings.power !== undefined && hasLevel(settings.power)) conditions.push(state.power.closed);
  if (hasLevel(settings.charge)) conditions.push(state.charge.closed);
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

function isCase(event: AuxiliaryEvent, { phase, holds }: AuxiliarySignals): boolean {
  return isPhase(event) ? event === phase : holds(event);
}

function isPhase(event: AuxiliaryEvent): event is CyclePhase {
  return (CyclePhases as readonly string[]).includes(event);
}
