import type { PlantEventKind } from "../events.ts";
import type { VarioSettings } from "../solar/vario_parameters.ts";
import type { XtenderSettings } from "./xtender_parameters.ts";

/** What a contact at a device's remote entry or its own AUX 1 shows, if it is read. */
export interface EntryContacts {
  readonly wired: boolean;
  readonly aux1: boolean;
}

/** What a solar charger keeps of its remote entry. */
export interface VarioEntryState {
  /** Whether the contact is closed, and whether that makes the entry active. */
  readonly entryClosed: boolean;
  readonly entryActive: boolean;
  /** Whether that just asked for an equalization. */
  readonly equalizationAsked: boolean;
}

const ACTIVE_WHEN_CLOSED = 0;
const VARIO_ACTIVE_WHEN_OPEN = 2;

/** Whether the entry is closed: AUX 1 stands for the wire where {1578} or its like says so. */
export function isEntryClosed(
  { wired, aux1 }: EntryContacts,
  { isAux1 }: { readonly isAux1: number },
): boolean {
  return isAux1 === 1 ? aux1 : wired;
}

/**
 * Whether the entry of a solar charger is active, as {10313} or {14201} says. One that acts on an
 * edge does so when it is closed.
 */
export function isVarioEntryActive(closed: boolean, activeWhen: number): boolean {
  return closed === (activeWhen !== VARIO_ACTIVE_WHEN_OPEN);
}

/**
 * What a solar charger's entry makes of its contacts: where it changes it tells, and asks for a
 * phase. Where nothing changed, the state before.
 */
export function readVarioEntry(
  before: VarioEntryState,
  settings: VarioSettings["entry"],
  contacts: EntryContacts,
  tell: (event: PlantEventKind) => void,
): VarioEntryState {
  const entryClosed = isEntryClosed(contacts, settings);
  const entryActive = isVarioEntryActive(entryClosed, settings.activeWhen);
  const changed = entryActive !== before.entryActive;
  const equalizationAsked = changed && entryActive && settings.startsEqualization === 1;
  if (changed && settings.tells === 1) {
    tell(entryActive ? "remote_entry_active" : "remote_entry_inactive");
  }
  const same = !changed && entryClosed === before.entryClosed && !before.equalizationAsked;
  return same ? before : { entryClosed, entryActive, equalizationAsked };
}

/** Whether an entry that is closed or not is active, as {1545} says. */
export function isEntryActive(closed: boolean, { entryActiveWhen }: XtenderSettings): boolean {
  return closed === (entryActiveWhen === ACTIVE_WHEN_CLOSED);
}

/**
 * Whether a device's entry lets it be on, where its ON/OFF command {1576}, {10314} or {14202} says
 * that the entry switches it: the active entry means on, the inactive one off.
 */
export function isOnByEntry(switches: number, active: boolean): boolean {
  return switches !== 1 || active;
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
    chargesFromOutputOnly: left(
      settings.chargesFromOutputOnly,
      settings.entryProhibitsFromOutputOnly,
    ),
    inputLimitFollowsVoltage: Math.max(
      settings.inputLimitFollowsVoltage,
      settings.entryLetsInputLimitFollowVoltage,
    ),
  };
}
