import { acts, MINUTE, PERCENT, type SettingsOf } from "./acting_parameter.ts";

/** What acts on an Xtender, but for its battery cycle and its auxiliary contacts. */
export const XtenderParameters = {
  inverterAllowed: acts(1124),
  chargerAllowed: acts(1125),
  boostAllowed: acts(1126),
  feedingAllowed: acts(1127),
  transferAllowed: acts(1128),

  inputCurrentLimit: acts(1107),
  secondInputLimitUsed: acts(1566),
  secondInputCurrentLimit: acts(1567),
  inputLimitMayBeOverrun: acts(1436),
  inputLimitFollowsVoltage: acts(1527),
  inputAdaptationRange: acts(1433),
  boostLimit: acts(1607, PERCENT),
  inputQuotaUsed: acts(1557),
  inputQuota: acts(1559, 1000),

  chargeCurrentLimit: acts(1138),
  chargerMinInputVoltage: acts(1309),

  batteryPriority: acts(1296),
  batteryPriorityVoltage: acts(1297),

  feedingCurrentLimit: acts(1523),
  forcedFeedingVoltage: acts(1524),
  forcedFeedingStart: acts(1525, MINUTE),
  forcedFeedingStop: acts(1526, MINUTE),
  frequencyControl: acts(1627),
  deratingStartFrequency: acts(1630),
  deratingEndFrequency: acts(1631),

  undervoltageWithoutLoad: acts(1108),
  undervoltageAtFullLoad: acts(1109),
  undervoltageRestart: acts(1110),
  undervoltageSeconds: acts(1190, MINUTE),
  undervoltageCompensated: acts(1191),
  undervoltageStops: acts(1304),
  undervoltageStopsSeconds: acts(1404),
  criticalStops: acts(1305),
  criticalStopsSeconds: acts(1405),
  adaptiveUndervoltage: acts(1194),
  adaptiveMaxVoltage: acts(1195),
  adaptiveStep: acts(1298),
  adaptiveResetVoltage: acts(1307),
  overvoltage: acts(1121),
  overvoltageRestart: acts(1122),

  restartsAfterUndervoltage: acts(1130),
  restartsAfterOvervoltage: acts(1131),
  restartsAfterOverload: acts(1132),
  restartsAfterOvertemperature: acts(1134),
  overloadSeconds: acts(1533),

  transferDelaySeconds: acts(1198),
  transferOpenVoltage: acts(1199),
  transferOpenAtOnceVoltage: acts(1200),
  transferMaxVoltage: acts(1432),
  frequencyAbove: acts(1505),
  frequencyBelow: acts(1506),
  frequencyErrorSeconds: acts(1507),
  transferCloseSeconds: acts(1580, MINUTE),

  standbyLevel: acts(1187, PERCENT),
  outputVoltage: acts(1286),
  outputFrequency: acts(1112),
  frequencyRisesWhenFull: acts(1536),
  frequencyRisesWithBattery: acts(1549),
  maxFrequencyRise: acts(1546),
  voltageRisesWithBattery: acts(1548),
  maxVoltageRise: acts(1560),
  groundRelayProhibited: acts(1485),
  neutralContinuous: acts(1486),

  entryActiveWhen: acts(1545),
  entryIsAux1: acts(1578),
  entryProhibitsTransfer: acts(1538),
  entryProhibitsInverter: acts(1539),
  entryProhibitsCharger: acts(1540),
  entryProhibitsBoost: acts(1541),
  entryProhibitsFeeding: acts(1542),
  entryProhibitsBatteryPriority: acts(1579),
  entryLetsInputLimitFollowVoltage: acts(1554),
} as const;

/** What an owner may set of an Xtender, but for its battery cycle and its auxiliary contacts. */
export type XtenderSettings = SettingsOf<typeof XtenderParameters>;
