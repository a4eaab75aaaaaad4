import {
  type Battery,
  chargeCurrentLimit,
  dischargeCurrentLimit,
  mostChargeCurrent,
  powerAtCurrent,
  powerAtVoltage,
} from "./battery/battery.ts";
import { backupCharge, chargeShare, endCharge, isFullChargeDue } from "./battery/battery_care.ts";
import { regulatedCurrent } from "./battery/current_regulation.ts";
import type { BmsSettings } from "./battery/monitor_parameters.ts";
import type { Plant } from "./plant.ts";

/** What the battery takes and gives at a moment, by its nature and by what manages it. */
export interface BatteryService {
  /** In A, into it from all chargers together. */
  readonly chargeCurrent: number;
  /** Whether it would take more, were it not for that. */
  readonly managed: boolean;
  /** In W, out of it beside a grid. */
  readonly dischargePower: number;
  /** In W, the most that its management bears to be drawn where there is no grid. */
  readonly endurablePower: number;
  /** Whether its management wants it to serve (1), to be charged (-1), or neither. */
  readonly managedPriority: 1 | 0 | -1 | undefined;
  /** Whether what it does not take may go into the grid. */
  readonly feedingAllowed: boolean;
  /** Whether nothing may be taken out, until there is more in it. */
  readonly locked: boolean;
}

/** What is below a limit serves again when it is above it by this much. */
const UNLOCK_CHARGE = 0.03;
const BACKUP_BAND = 0.01;

/** What the battery takes and gives for some seconds. */
export function batteryService(plant: Plant, seconds: number): BatteryService {
  const { battery, targetVoltage } = plant;
  const limits = limitsOf(plant, seconds);
  const managed = powerAtCurrent(battery, limits.chargeCurrent) <
    powerAtVoltage(battery, targetVoltage);
  return { ...limits, managed };
}

function limitsOf(plant: Plant, seconds: number): Omit<BatteryService, "managed"> {
  const { battery, monitor } = plant;
  const chargeCurrent = chargeCurrentLimit(battery);
  const dischargePower = dischargeCurrentLimit(battery) * battery.voltage;
  switch (monitor.kind) {
    case "none":
      return {
        chargeCurrent,
        dischargePower,
        endurablePower: Infinity,
        managedPriority: undefined,
        feedingAllowed: true,
        locked: false,
      };
    case "bsp": {
      const { chargeCurrentCentralized, maxChargeCurrent } = monitor.settings;
      const most = chargeCurrentCentralized ? maxChargeCurrent : Infinity;
      return {
        chargeCurrent: Math.min(chargeCurrent, most),
        dischargePower,
        endurablePower: Infinity,
        managedPriority: undefined,
        feedingAllowed: true,
        locked: false,
      };
    }
    case "bms":
      return managedLimits(plant, monitor.settings, seconds);
  }
}

/** What an Xcom-CAN makes of what the battery's own management allows. */
function managedLimits(
  { battery, care, locked, inverters, chargeLimit }: Plant,
  settings: BmsSettings,
  seconds: number,
): Omit<BatteryService, "managed"> {
  const { charge, voltage, design } = battery;
  const whole = settings.limitsInsteadOfRecommended;
  const shareIn = whole ? 1 : settings.recommendedChargeShare;
  const shareOut = whole ? 1 : settings.recommendedDischargeShare;
  const mostIn = settings.chargeCurrentByUser ? settings.userChargeCurrent : Infinity;
  const mostOut = settings.dischargeCurrentByUser ? settings.userDischargeCurrent : Infinity;
  const derated = Math.min(mostChargeCurrent(design) * shareIn, mostIn) *
    chargeShare(charge, endCharge(care, settings), settings);
  const most = chargeCurrentLimit(battery);
  const limit = Math.min(most * shareIn, derated);
  const regulated = regulatedCurrent(chargeLimit, limit, settings.regulationGain, seconds);
  const dischargePower = dischargeCurrentLimit(battery) * voltage;
  const serving = inverters.some(({ batteryPriority }) => batteryPriority);
  return {
    chargeCurrent: Math.min(regulated, most),
    dischargePower: Math.min(dischargePower * shareOut, mostOut * voltage),
    endurablePower: Math.min(dischargePower, mostOut * voltage),
    managedPriority: settings.batteryPriority
      ? isFullChargeDue(care, settings) || care.gensetForced
        ? -1
        : priorityAt(charge - backupCharge(care, settings), serving)
      : undefined,
    feedingAllowed: charge >= settings.feedingCharge,
    locked: charge < settings.stopCharge + (locked ? UNLOCK_CHARGE : 0),
  };
}

/** The power that the battery takes from chargers that bring it to a voltage, in W. */
export function acceptedPower(battery: Battery, voltage: number, chargeCurrent: number): number {
  return Math.max(
    0,
    Math.min(powerAtVoltage(battery, voltage), powerAtCurrent(battery, chargeCurrent)),
  );
}

function priorityAt(aboveBackup: number, serving: boolean): 1 | 0 | -1 {
  if (aboveBackup > (serving ? 0 : BACKUP_BAND)) return 1;
  return aboveBackup < -BACKUP_BAND ? -1 : 0;
}
