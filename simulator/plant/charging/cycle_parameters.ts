import { acts, DAY, HOUR, MINUTE, type SettingsOf, WEEK } from "../acting_parameter.ts";

/** The battery cycle of the Xtenders (menu 1137). */
export const XtenderCycle = {
  temperatureCompensation: acts(1139, 1e-3),
  floatingVoltage: acts(1140),
  newCycleVoltage1: acts(1143),
  newCycleSeconds1: acts(1144, MINUTE),
  newCycleVoltage2: acts(1145),
  newCycleSeconds2: acts(1146),
  cyclingRestricted: acts(1147),
  cycleIntervalSeconds: acts(1148, HOUR),
  newCycleFirst: acts(1149),
  absorptionAllowed: acts(1155),
  absorptionVoltage: acts(1156),
  absorptionSeconds: acts(1157, HOUR),
  absorptionEndsByCurrent: acts(1158),
  absorptionEndCurrent: acts(1159),
  absorptionLimited: acts(1160),
  absorptionIntervalSeconds: acts(1161, HOUR),
  equalizationAllowed: acts(1163),
  equalizationVoltage: acts(1164),
  equalizationSeconds: acts(1165, HOUR),
  equalizationCycles: acts(1166),
  equalizationEndsByCurrent: acts(1168),
  equalizationEndCurrent: acts(1169),
  reducedFloatingAllowed: acts(1170),
  floatingSeconds: acts(1171, DAY),
  reducedFloatingVoltage: acts(1172),
  periodicAbsorptionAllowed: acts(1173),
  periodicAbsorptionVoltage: acts(1174),
  reducedFloatingSeconds: acts(1175, DAY),
  periodicAbsorptionSeconds: acts(1176, HOUR),
  equalizationFixed: acts(1284),
  equalizationIntervalSeconds: acts(1285, WEEK),
  equalizationCurrent: acts(1290),
  equalizationFirst: acts(1291),
  newCycleCompensated: acts(1608),
} as const;

/** What decides the course of a charge. */
export type CycleSettings = SettingsOf<typeof XtenderCycle>;

/** The battery cycle of a VarioTrack (menu 10003). */
export const VarioTrackCycle = {
  floatingVoltage: acts(10005),
  absorptionAllowed: acts(10008),
  absorptionVoltage: acts(10009),
  absorptionSeconds: acts(10011, MINUTE),
  absorptionEndsByCurrent: acts(10012),
  absorptionEndCurrent: acts(10013),
  equalizationAllowed: acts(10017),
  equalizationFirst: acts(10019),
  equalizationCurrent: acts(10020),
  equalizationVoltage: acts(10021),
  equalizationSeconds: acts(10022, MINUTE),
  equalizationIntervalSeconds: acts(10025, DAY),
  equalizationEndsByCurrent: acts(10026),
  equalizationEndCurrent: acts(10027),
  newCycleVoltage1: acts(10030),
  newCycleSeconds1: acts(10031, MINUTE),
  newCycleVoltage2: acts(10032),
  newCycleSeconds2: acts(10033, MINUTE),
  cyclingRestricted: acts(10034),
  cycleIntervalSeconds: acts(10035, HOUR),
  temperatureCompensation: acts(10036, 1e-3),
  equalizationFixed: acts(10052),
} as const;

/** The battery cycle of a VarioString (menu 14003). */
export const VarioStringCycle: Readonly<
  Record<keyof typeof VarioTrackCycle, ReturnType<typeof acts>>
> = {
  floatingVoltage: acts(14005),
  absorptionAllowed: acts(14008),
  absorptionVoltage: acts(14009),
  absorptionSeconds: acts(14011, MINUTE),
  absorptionEndsByCurrent: acts(14012),
  absorptionEndCurrent: acts(14013),
  equalizationAllowed: acts(14017),
  equalizationFirst: acts(14019),
  equalizationCurrent: acts(14020),
  equalizationVoltage: acts(14021),
  equalizationSeconds: acts(14022, MINUTE),
  equalizationFixed: acts(14023),
  equalizationIntervalSeconds: acts(14024, DAY),
  equalizationEndsByCurrent: acts(14025),
  equalizationEndCurrent: acts(14026),
  newCycleVoltage1: acts(14029),
  newCycleSeconds1: acts(14030, MINUTE),
  newCycleVoltage2: acts(14031),
  newCycleSeconds2: acts(14032, MINUTE),
  cyclingRestricted: acts(14033),
  cycleIntervalSeconds: acts(14034, HOUR),
  temperatureCompensation: acts(14035, 1e-3),
} as const;

/** What only an Xtender's cycle has, for those that have it not: none of it ever happens. */
export const NotOfAVario: Omit<CycleSettings, keyof typeof VarioTrackCycle> = {
  newCycleFirst: 0,
  absorptionLimited: 0,
  absorptionIntervalSeconds: 0,
  equalizationCycles: Infinity,
  reducedFloatingAllowed: 0,
  floatingSeconds: Infinity,
  reducedFloatingVoltage: 0,
  periodicAbsorptionAllowed: 0,
  periodicAbsorptionVoltage: 0,
  reducedFloatingSeconds: Infinity,
  periodicAbsorptionSeconds: 0,
  newCycleCompensated: 0,
};
