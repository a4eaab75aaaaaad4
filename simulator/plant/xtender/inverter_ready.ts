import type { Tell } from "../events.ts";
import { isEntryClosed, isOnByEntry } from "../remote_entry.ts";
import type { GridPhase } from "../source/grid.ts";
import type { Inverter } from "./inverter.ts";
import { areDaysOver, freeSecondsAfter } from "./limited_days.ts";
import { consumedCurrent } from "./loss_detection.ts";
import { isHalted, type Protection, released } from "./protection.ts";
import { stepProtection } from "./protection_step.ts";
import { stepRelay, type TransferRelay } from "./transfer_relay.ts";
import { isEntryActive } from "./xtender_entry.ts";
import type { XtenderSettings } from "./xtender_parameters.ts";

/** What an Xtender finds around it before it decides what to do. */
export interface Surroundings {
  readonly grid: GridPhase;
  /** How deep that dipped for a part of a second, as a share of its voltage. */
  readonly dip: number;
  /** In V; the sag is what the voltage lacks to the one without load. */
  readonly batteryVoltage: number;
  readonly batterySag: number;
  readonly nominalVoltage: number;
  /** Whether the battery gave less than was asked, and whether its management lets nothing out. */
  readonly batteryCollapsed: boolean;
  readonly batteryEmpty: boolean;
  /** The day of the gateway's clock. */
  readonly day: number;
  readonly broken: boolean;
  /** Whether the wires at the remote entry are joined. */
  readonly entryWired: boolean;
}

/** The Xtender with its relay and its protection as what was a moment ago makes them. */
export function prepareInverter(
  inverter: Inverter,
  surroundings: Surroundings,
  seconds: number,
  tell: Tell,
): Inverter {
  const { entryWired, broken } = surroundings;
  const works = inverter.control.on && !broken;
  const freeSeconds = freeSecondsAfter(inverter.freeSeconds, inverter.control.settings, seconds);
  const { control, entryClosed, entryActive } = readEntry(
    inverter,
    freeSeconds,
    entryWired,
    works ? tell : unheard,
  );
  const { settings } = control;
  const on = works && isOnByEntry(settings.entrySwitches, entryActive);
  const protection = on
    ? protect(inverter, settings, surroundings, seconds, tell)
    // Whoever is switched off begins anew.
    : released(inverter.protection);
  const ready = on && !isHalted(protection);
  const told = on ? tell : unheard;
  const relay = switchRelay(inverter, settings, surroundings, ready, seconds, told);
  return {
    ...inverter,
    control,
    entryClosed,
    entryActive,
    freeSeconds,
    on,
    protection,
    relay,
    connected: relay.closed,
    overwhelmed: false,
  };
}

function unheard(): void {}

function protect(
  inverter: Inverter,
  settings: XtenderSettings,
  surroundings: Surroundings,
  seconds: number,
  tell: Tell,
): Protection {
  const signals = {
    batteryVoltage: surroundings.batteryVoltage,
    nominalVoltage: surroundings.nominalVoltage,
    temperature: inverter.temperature,
    outputShare: outputShare(inverter),
    sag: surroundings.batterySag,
    collapsed: surroundings.batteryCollapsed,
    empty: surroundings.batteryEmpty,
    overwhelmed: inverter.overwhelmed,
  };
  return stepProtection(inverter.protection, settings, signals, seconds, tell);
}

function switchRelay(
  inverter: Inverter,
  settings: XtenderSettings,
  { grid, dip, day }: Surroundings,
  ready: boolean,
  seconds: number,
  tell: Tell,
): TransferRelay {
  const { relay, input, design } = inverter;
  const signals = {
    grid,
    dip,
    ready,
    inputCurrent: input.current,
    inputPower: input.activePower,
    consumedCurrent: consumedCurrent(inverter),
    ratedCurrent: design.transferCurrent,
    day,
    nominalFrequency: settings.outputFrequency,
  };
  return stepRelay(relay, settings, signals, seconds, tell);
}

/** What its converter gives of what it can; what solar inverters force into an island counts too. */
function outputShare({ converterPower, connected, design }: Inverter): number {
  const power = connected ? Math.max(0, converterPower) : Math.abs(converterPower);
  return power / design.nominalPower;
}

/** What the remote entry and the end of its days make of an Xtender's settings. */
function readEntry(
  { control, contacts, entryActive: before }: Inverter,
  freeSeconds: number,
  wired: boolean,
  tell: Tell,
): Pick<Inverter, "control" | "entryClosed" | "entryActive"> {
  const { settingsAtRest, settingsByEntry } = control;
  const aux1 = contacts[0]?.closed ?? false;
  const entryClosed = isEntryClosed({ wired, aux1 }, { isAux1: settingsAtRest.entryIsAux1 });
  const entryActive = isEntryActive(entryClosed, settingsAtRest);
  if (entryActive !== before) tell(entryActive ? "remote_entry_active" : "remote_entry_inactive");
  const { atRest, byEntry } = areDaysOver(freeSeconds, settingsAtRest)
    ? control.afterDays
    : { atRest: settingsAtRest, byEntry: settingsByEntry };
  const settings = entryActive ? byEntry : atRest;
  return {
    control: settings === control.settings ? control : { ...control, settings },
    entryClosed,
    entryActive,
  };
}
