import type { Family } from "../protocol/catalogue/datapoint.ts";

/** Parameters that are kept and do nothing here, and why. */
export interface IdleParameters {
  readonly family: Exclude<Family, "rcc">;
  readonly numbers: readonly number[];
  readonly why: string;
}

/** All parameters and signals of devices that move nothing here; each other one does something. */
export const Idle: readonly IdleParameters[] = [
  { family: "xt", numbers: [1111], why: "no battery is ever taken off" },
  {
    family: "xt",
    numbers: [1461, 1462, 1571],
    why: "Xtenders of a phase are always in parallel, phases a third of a period apart, and each " +
      "works on without the others",
  },
  {
    family: "xt",
    numbers: [1283],
    why: "what the integral mode does to several Xtenders is not documented",
  },
  { family: "xt", numbers: [1437, 1556, 1577, 1600, 1650], why: "a minigrid has its central only" },
  { family: "xt", numbers: [1551], why: "no XTS is simulated" },
  { family: "xt", numbers: [1555, 1558], why: "all have one battery and one course of the charge" },
  { family: "xt", numbers: [1565], why: "the buzzer" },
  {
    family: "xt",
    numbers: [1561, 1562, 1572, 1575, 1599, 1615, 1645, 1648, 1649, 1651],
    why: "regulation and wave form within a second",
  },
  { family: "vt", numbers: [10001], why: "a VarioTrack always finds the battery's voltage" },
  { family: "vt", numbers: [10054, 10087], why: "the device's own switches and button" },
  { family: "vt", numbers: [10335, 10336], why: "no module is shaded by itself" },
  { family: "vs", numbers: [14174], why: "the device's own switches" },
  { family: "vs", numbers: [14190], why: "no found wiring is remembered" },
  { family: "vs", numbers: [14192, 14193], why: "regulation within a second" },
];
