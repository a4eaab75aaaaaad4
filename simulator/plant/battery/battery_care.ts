import { isGensetForced } from "./minigrid.ts";
import type { BmsSettings } from "./monitor_parameters.ts";

/** What an Xcom-CAN keeps of the days that are behind its battery. */
export interface BatteryCare {
  /** Since the last full charge, and how long the battery has been full now, in seconds. */
  readonly sinceFullSeconds: number;
  readonly fullSeconds: number;
  /** How long there has been so much in it that the level for backup may come down again. */
  readonly plentySeconds: number;
  /** What the level for backup was raised by, as a share of the charge. */
  readonly backupRise: number;
  /** The day of the gateway's clock, and whether there was enough in the battery during it. */
  readonly day: number;
  readonly enoughToday: boolean;
  /** Whether the genset of a minigrid has to run. */
  readonly gensetForced: boolean;
}

/** A battery that has just been full. */
export const NEW_CARE: BatteryCare = {
  sinceFullSeconds: 0,
  fullSeconds: 0,
  plentySeconds: 0,
  backupRise: 0,
  day: 0,
  enoughToday: true,
  gensetForced: false,
};

const SECONDS_PER_DAY = 86400;
/** A day without enough raises the level for backup by this. */
const BACKUP_STEP = 0.05;
/** A battery's management tells its charge in whole per cent. */
const HALF_PERCENT = 0.005;

/** The care some seconds later; `clock` in seconds of the gateway's clock. */
export function stepCare(
  care: BatteryCare,
  settings: BmsSettings,
  charge: number,
  clock: number,
  seconds: number,
): BatteryCare {
  const { periodicFullCharge: periodic, adaptiveBackup: adaptive } = settings;
  const day = Math.floor(clock / SECONDS_PER_DAY);
  const enough = isAt(charge, adaptive.increaseCharge);
  const fullSeconds = isAt(charge, periodic.fullCharge) ? care.fullSeconds + seconds : 0;
  const plentySeconds = isAt(charge, adaptive.resetCharge) ? care.plentySeconds + seconds : 0;
  const raised = care.backupRise + (day !== care.day && !care.enoughToday ? BACKUP_STEP : 0);
  const backsDown = !adaptive.allowed || plentySeconds >= adaptive.resetSeconds;
  return {
    sinceFullSeconds: fullSeconds >= periodic.fullSeconds ? 0 : care.sinceFullSeconds + seconds,
    fullSeconds,
    plentySeconds,
    backupRise: backsDown ? 0 : Math.min(1, raised),
    day,
    enoughToday: enough || (day === care.day && care.enoughToday),
    gensetForced: isGensetForced(care.gensetForced, settings, charge, clock),
  };
}

/** Whether it is time for a full charge, whatever else ends a charge earlier. */
export function isFullChargeDue(
  { sinceFullSeconds }: BatteryCare,
  { periodicFullCharge: { allowed, intervalSeconds } }: BmsSettings,
): boolean {
  return allowed && sinceFullSeconds >= intervalSeconds;
}

/** The charge below which the battery is kept for the time without a grid, 0 to 1. */
export function backupCharge({ backupRise }: BatteryCare, settings: BmsSettings): number {
  const { backupCharge: user, adaptiveBackup: { increaseCharge } } = settings;
  // More than what counts as enough is not kept.
  return Math.max(user, Math.min(user + backupRise, increaseCharge));
}

/** The charge at which charging ends, 0 to 1; nothing ends a full charge that is due. */
export function endCharge(care: BatteryCare, settings: BmsSettings): number {
  return isFullChargeDue(care, settings) ? 1 : settings.endCharge;
}

/** What is left of the charge current towards the end of a charge, as a share. */
export function chargeShare(charge: number, end: number, settings: BmsSettings): number {
  // A full battery ends its charge itself.
  if (charge >= end && end < 1) return 0;
  const { deratingCharge: start, endChargeShare } = settings;
  if (charge <= start) return 1;
  return 1 - (1 - endChargeShare) * Math.min(1, (charge - start) / Math.max(end - start, 0.01));
}

function isAt(charge: number, level: number): boolean {
  return charge >= level - HALF_PERCENT;
}
