import type { Family } from "../protocol/catalogue/datapoint.ts";
import type { SimulatedDevice } from "./device.ts";
import { actingIn } from "./plant/acting_parameter.ts";
import {
  VarioStringAuxiliaries,
  VarioTrackAuxiliaries,
} from "./plant/contacts/vario_auxiliaries.ts";
import { XtenderAuxiliaries } from "./plant/contacts/xtender_auxiliaries.ts";
import type { AuxiliaryTable } from "./plant/contacts/auxiliary_programme.ts";
import type { CyclePhase } from "./plant/charging/charge_cycle.ts";

/** What a signal reaches beyond the device that got it. */
export interface SignalReach {
  readonly messages: { erase(): void };
  readonly datalog: { eraseOldest(days: number): void };
  /** Switches a device on; one that had stopped for good tries again. */
  switchOn(device: SimulatedDevice): void;
  /** Brings the charge of a device, or the one that it follows, into another phase. */
  forcePhase(device: SimulatedDevice, phase: CyclePhase): void;
  restartFamily(family: Family): void;
  restartAll(): void;
  clearRestartFlag(): void;
}

/** What writing 1 to a signal does to the device that got it, or to all. */
type Signal = (device: SimulatedDevice, installation: SignalReach) => void;

const on: Signal = (device, installation) => installation.switchOn(device);
const off: Signal = (device) => device.switchOff();
const restoreDefaults: Signal = (device) => device.parameters.restoreDefaults();
const resetDailyCounters: Signal = ({ infos }) => infos.resetCounters("today");
const resetExtremes: Signal = ({ infos }) => infos.resetExtremes();
const resetOwnersCounter: Signal = ({ infos }) => infos.resetCounters("resettable");
const resetLifeCounter: Signal = ({ infos }) => infos.resetCounters("lifetime");
const newCycle = phase("bulk");
const absorb = phase("absorption");
const equalize = phase("equalization");
const float = phase("floating");
const restartFamily: Signal = ({ family }, installation) => installation.restartFamily(family);

/** All signals that do something here, by family and number; every other is taken and forgotten. */
export const Signals: Readonly<Record<Family, Readonly<Record<number, Signal>>>> = {
  xt: {
    1142: newCycle,
    1162: equalize,
    1287: restoreDefaults,
    1395: restoreDefaults,
    1399: off,
    1415: on,
    1467: float,
    1468: restartFamily,
    1569: resetContact(XtenderAuxiliaries[0]),
    1570: resetContact(XtenderAuxiliaries[1]),
  },
  vt: {
    10006: float,
    10010: absorb,
    10018: equalize,
    10029: newCycle,
    10039: on,
    10040: off,
    10043: resetDailyCounters,
    10044: resetExtremes,
    10051: restartFamily,
    10056: restoreDefaults,
    10057: restoreDefaults,
    10200: resetOwnersCounter,
    10201: resetLifeCounter,
    10141: resetContact(VarioTrackAuxiliaries[0]!),
    10195: resetContact(VarioTrackAuxiliaries[1]!),
    10254: resetContact(VarioTrackAuxiliaries[2]!),
    10307: resetContact(VarioTrackAuxiliaries[3]!),
  },
  vs: {
    14006: float,
    14010: absorb,
    14018: equalize,
    14028: newCycle,
    14038: on,
    14039: off,
    14051: resetDailyCounters,
    14052: resetExtremes,
    14059: restartFamily,
    14067: restoreDefaults,
    14068: restoreDefaults,
    14182: resetOwnersCounter,
    14183: resetLifeCounter,
    14121: resetContact(VarioStringAuxiliaries[0]!),
    14173: resetContact(VarioStringAuxiliaries[1]!),
  },
  bsp: {
    6003: resetLifeCounter,
    6004: restoreDefaults,
    6005: restoreDefaults,
    6031: resetOwnersCounter,
  },
  bms: { 6004: restoreDefaults, 6005: restoreDefaults },
  rcc: {
    5035: (_, installation) => installation.messages.erase(),
    5075: (_, installation) => installation.datalog.eraseOldest(Infinity),
    5104: (_, installation) => installation.clearRestartFlag(),
    5120: (_, installation) => installation.datalog.eraseOldest(30),
    5121: (_, installation) => installation.restartAll(),
  },
};

function phase(name: CyclePhase): Signal {
  return (device, installation) => installation.forcePhase(device, name);
}

/** Puts the programme of an auxiliary contact back to the defaults. */
function resetContact(table: AuxiliaryTable): Signal {
  const numbers = [...actingIn(table)].map(({ number }) => number);
  return ({ parameters }) => parameters.restoreDefaults(numbers);
}
