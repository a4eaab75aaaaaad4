/** What a contact at a device's remote entry or its own AUX 1 shows, if it is read. */
export interface EntryContacts {
  readonly wired: boolean;
  readonly aux1: boolean;
}

/** Whether the entry is closed: AUX 1 stands for the wire where {1578} or its like says so. */
export function isEntryClosed(
  { wired, aux1 }: EntryContacts,
  { isAux1 }: { readonly isAux1: boolean },
): boolean {
  return isAux1 ? aux1 : wired;
}

/**
 * Whether a device's entry lets it be on, where its ON/OFF command {1576}, {10314} or {14202} says
 * that the entry switches it: the active entry means on, the inactive one off.
 */
export function isOnByEntry(switches: boolean, active: boolean): boolean {
  return !switches || active;
}
