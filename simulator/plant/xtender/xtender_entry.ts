import type { XtenderSettings } from "./xtender_parameters.ts";

const ACTIVE_WHEN_CLOSED = 0;

/** Whether an entry that is closed or not is active, as {1545} says. */
export function isEntryActive(closed: boolean, { entryActiveWhen }: XtenderSettings): boolean {
  return closed === (entryActiveWhen === ACTIVE_WHEN_CLOSED);
}

/** What an active entry leaves of what the owner allows. */
export function underActiveEntry(settings: XtenderSettings): XtenderSettings {
  const left = (allowed: boolean, prohibited: boolean) => allowed && !prohibited;
  return {
    ...settings,
    transferAllowed: left(settings.transferAllowed, settings.entryProhibitsTransfer),
    inverterAllowed: left(settings.inverterAllowed, settings.entryProhibitsInverter),
    chargerAllowed: left(settings.chargerAllowed, settings.entryProhibitsCharger),
    boostAllowed: left(settings.boostAllowed, settings.entryProhibitsBoost),
    feedingAllowed: left(settings.feedingAllowed, settings.entryProhibitsFeeding),
    batteryPriority: left(settings.batteryPriority, settings.entryProhibitsBatteryPriority),
    chargesFromOutputOnly: left(
      settings.chargesFromOutputOnly,
      settings.entryProhibitsFromOutputOnly,
    ),
    inputLimitFollowsVoltage: settings.inputLimitFollowsVoltage ||
      settings.entryLetsInputLimitFollowVoltage,
  };
}
