import { type ActingParameter, acts, type SettingsOf } from "./acting_parameter.ts";

/** What acts on a VarioTrack, but for its battery cycle and its auxiliary contacts. */
export const VarioTrackParameters = {
  chargeCurrentLimit: acts(10002),
  synchronised: acts(10037),
  tracking: acts(10075),
  openVoltageRatio: acts(10053, 0.01),
  fixedVoltage: acts(10103),
  batteryEarthing: acts(10060),
  overvoltage: acts(10085),
  overvoltageRestart: acts(10086),
  undervoltage: acts(10334),
} as const;

/** What acts on a VarioString, but for its battery cycle and its auxiliary contacts. */
export const VarioStringParameters: Readonly<
  Record<keyof typeof VarioTrackParameters, ActingParameter>
> = {
  chargeCurrentLimit: acts(14001),
  synchronised: acts(14036),
  tracking: acts(14176),
  openVoltageRatio: acts(14178),
  fixedVoltage: acts(14177),
  batteryEarthing: acts(14040),
  overvoltage: acts(14065),
  overvoltageRestart: acts(14066),
  undervoltage: acts(14216),
} as const;

/** What an owner may set of a solar charger, but for its cycle and its auxiliary contacts. */
export type VarioSettings = SettingsOf<typeof VarioTrackParameters>;
