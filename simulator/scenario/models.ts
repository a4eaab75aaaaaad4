import { curveThrough, type GeneratorDesign } from "../plant/solar/pv.ts";
import { type Plane, surfaceOf } from "../plant/solar/sun.ts";

/** An Xtender as it is sold. */
export interface XtenderModel {
  readonly typeCode: number;
  /** Continuous, in VA. */
  readonly nominalPower: number;
  /** What it draws to be on, and while it searches for somebody to serve, in W. */
  readonly idlePower: number;
  readonly searchPower: number;
  /** The most that its transfer relay bears, in A. */
  readonly transferCurrent: number;
}

/** A VarioTrack or VarioString as it is sold. */
export interface SolarChargerModel {
  readonly typeCode: number;
  readonly modelCode: number;
  /** For modules. */
  readonly inputs: 1 | 2;
  /** Into the battery, in A. */
  readonly maxCurrent: number;
  /** Into the battery, in W, and from the modules at an input, in A, where that limits it. */
  readonly maxPower?: number;
  readonly maxInputCurrent?: number;
}

export const XTH_8000_48: XtenderModel = {
  typeCode: 1,
  nominalPower: 7000,
  idlePower: 30,
  searchPower: 1.8,
  transferCurrent: 50,
};
export const XTM_2000_12: XtenderModel = {
  typeCode: 256,
  nominalPower: 2000,
  idlePower: 10,
  searchPower: 1.4,
  transferCurrent: 50,
};
export const XTM_3500_24: XtenderModel = {
  typeCode: 256,
  nominalPower: 3000,
  idlePower: 12,
  searchPower: 1.6,
  transferCurrent: 50,
};
export const XTM_4000_48: XtenderModel = {
  typeCode: 256,
  nominalPower: 3500,
  idlePower: 14,
  searchPower: 2.1,
  transferCurrent: 50,
};

export const VT_65: SolarChargerModel = { typeCode: 9729, modelCode: 1, inputs: 1, maxCurrent: 65 };
export const VT_80: SolarChargerModel = { typeCode: 9729, modelCode: 0, inputs: 1, maxCurrent: 80 };
export const VS_70: SolarChargerModel = {
  typeCode: 13057,
  modelCode: 0,
  inputs: 1,
  maxCurrent: 70,
  maxPower: 4200,
  maxInputCurrent: 13,
};
export const VS_120: SolarChargerModel = {
  typeCode: 12801,
  modelCode: 0,
  inputs: 2,
  maxCurrent: 120,
  maxPower: 7000,
  maxInputCurrent: 13,
};

export const BSP_TYPE_CODE = 10241;

const SOUTH_ROOF: Plane = { tilt: 35, azimuth: 180 };

/** Modules of 60 cells, as many in a row as the charger's input allows. */
export function generator(
  peakPower: number,
  modulesInRow: number,
  plane: Plane = SOUTH_ROOF,
): GeneratorDesign {
  const peakVoltage = 31 * modulesInRow;
  const openVoltage = 38.5 * modulesInRow;
  return {
    peakPower,
    peakVoltage,
    openVoltage,
    surface: surfaceOf(plane),
    curve: curveThrough(peakVoltage, openVoltage),
  };
}
