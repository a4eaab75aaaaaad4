import type { Family } from "../protocol/catalogue/datapoint.ts";
import { datapointsOf } from "../protocol/catalogue/lookup.ts";
import { versionHalves } from "../protocol/value.ts";
import { firmwareOf } from "./firmware.ts";
import { hash } from "./plant/noise.ts";

/** What is written on a device, and what it says of itself. */
export interface Identity {
  /** What the info "ID type" tells; 0 where the family has none. */
  readonly typeCode: number;
  /** What the info "Model" of a VarioTrack tells. */
  readonly modelCode: number;
  readonly softwareId: number;
  /** As X.Y.Z. */
  readonly firmware: string;
  readonly firmwareHalves: readonly [msb: number, lsb: number];
  /** The FID: 32 bits, different for every device of every seed. */
  readonly serialNumber: number;
  readonly parameterCount: number;
  readonly infoCount: number;
}

const SOFTWARE_ID: Readonly<Record<Family, number>> = {
  xt: 101,
  bsp: 601,
  bms: 611,
  vt: 301,
  vs: 701,
  rcc: 501,
};

export function identityOf(
  { family, address }: { readonly family: Family; readonly address: number },
  { typeCode, modelCode }: Pick<Identity, "typeCode" | "modelCode">,
  firmware: string,
  seed: number,
): Identity {
  return {
    typeCode,
    modelCode,
    softwareId: SOFTWARE_ID[family],
    ...ofFirmware(family, firmware),
    serialNumber: Math.floor(hash(seed, 100, address) * 0x1_0000_0000),
  };
}

/** The same device with another firmware, X.Y.Z. */
export function withFirmware(identity: Identity, family: Family, firmware: string): Identity {
  return { ...identity, ...ofFirmware(family, firmware) };
}

/** What a device says of itself that comes with its firmware. */
function ofFirmware(family: Family, firmware: string) {
  const { knows } = firmwareOf(family, firmware);
  const known = datapointsOf(family).filter(({ number }) => knows(number));
  const infoCount = known.filter(({ kind }) => kind === "info").length;
  return {
    firmware,
    firmwareHalves: versionHalves(firmware),
    parameterCount: known.length - infoCount,
    infoCount,
  };
}
