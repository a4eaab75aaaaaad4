import type { XtenderSettings } from "./xtender_parameters.ts";

/** What a contact at an Xtender's remote entry ({1537}) or its own AUX 1 shows, if it is read. */
export interface EntryContacts {
  readonly wired: boolean;
  readonly aux1: boolean;
}

const ACTIVE_WHEN_CLOSED = 0;

/** Whether the entry is closed: AUX 1 stands for the wire where {1578} says so. */
export function isEntryClosed({ wired, aux1 }: EntryContacts, settings: XtenderSettings): boolean {
  return settings.entryIsAux1 === 1 ? aux1 : wired;
}

/** Whether an entry that is closed or not is active, as {1545} says. */
export function isEntryActive(closed: boolean, { entryActiveWhen }: XtenderSettings): boolean {
  return closed === (entryActiveWhen === ACTIVE_WHEN_CLOSED);
}

/** What an active entry leaves of what the owner allows. */
export function underActiveEntry(settings: XtenderSettings): XtenderSettings {
  const left = (allowed: number, prohibited: number) => prohibited === 1 ? 0 : allowed;
  return {
    ...settings,
    transferAllowed: left(settings.transferAllowed, settings.entryProhibitsTransfer),
    inverterAllowed: left(settings.inverterAllowed, settings.entryProhibitsInverter),
    chargerAllowed: left(settings.chargerAllowed, settings.entryProhibitsCharger),
    boostAllowed: left(settings.boostAllowed, settings.entryProhibitsBoost),
    feedingAllowed: left(settings.feedingAllowed, settings.entryProhibitsFeeding),
    batteryPriority: left(settings.batteryPriority, settings.entryProhibitsBatteryPriority),
    inputLimitFollowsVoltage: Math.max(
      settings.inputLimitFollowsVoltage,
      settings.entryLetsInputLimitFollowVoltage,
    ),
  };
}
