import type { Tell } from "../events.ts";
import { type EntryContacts, isEntryClosed } from "../remote_entry.ts";
import type { VarioSettings } from "./vario_parameters.ts";

/** What a solar charger keeps of its remote entry. */
export interface VarioEntry {
  /** Whether the contact is closed, and whether that makes the entry active. */
  readonly entryClosed: boolean;
  readonly entryActive: boolean;
  /** Whether that just asked for an equalization. */
  readonly equalizationAsked: boolean;
}

const ACTIVE_WHEN_OPEN = 2;

/**
 * Whether the entry of a solar charger is active, as {10313} or {14201} says. One that acts on an
 * edge does so when it is closed.
 */
export function isVarioEntryActive(closed: boolean, activeWhen: number): boolean {
  return closed === (activeWhen !== ACTIVE_WHEN_OPEN);
}

/**
 * What a solar charger's entry makes of its contacts: where it changes it tells, and asks for a
 * phase. Where nothing changed, the state before.
 */
export function readVarioEntry(
  before: VarioEntry,
  settings: VarioSettings["entry"],
  contacts: EntryContacts,
  tell: Tell,
): VarioEntry {
  const entryClosed = isEntryClosed(contacts, settings);
  const entryActive = isVarioEntryActive(entryClosed, settings.activeWhen);
  const changed = entryActive !== before.entryActive;
  const equalizationAsked = changed && entryActive && settings.startsEqualization;
  if (changed && settings.tells) {
    tell(entryActive ? "remote_entry_active" : "remote_entry_inactive");
  }
  const same = !changed && entryClosed === before.entryClosed && !before.equalizationAsked;
  return same ? before : { entryClosed, entryActive, equalizationAsked };
}
