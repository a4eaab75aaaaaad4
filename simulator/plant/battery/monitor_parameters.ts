import { acts, HOUR, MINUTE, PERCENT, type SettingsOf, switches } from "../acting_parameter.ts";

/** How a BSP counts the battery's charge, and what it tells the chargers. */
export const BspParameters = {
  chargeCurrentCentralized: switches(6058),
  maxChargeCurrent: acts(6059),
  capacity: acts(6001),
  dischargeHours: acts(6002),
  shuntCurrent: acts(6017),
  shuntVoltage: acts(6018, 1e-3),
  selfDischarge: acts(6019, PERCENT),
  nominalTemperature: acts(6020),
  capacityPerKelvin: acts(6021, PERCENT),
  chargeEfficiency: acts(6022, PERCENT),
  peukert: acts(6023),
  endVoltage: acts(6024),
  endCurrent: acts(6025, PERCENT),
  endSynchronizes: switches(6042),
  voltageCorrects: switches(6044),
  endVoltagePerKelvin: acts(6048, 1e-3),
  usesC20: switches(6049),
  systemVoltageCode: acts(6057),
  emptyAt: acts(6055, PERCENT),
  fullAt: acts(6056, PERCENT),
  endSeconds: acts(6065, MINUTE),
} as const;

/** What an Xcom-CAN tells chargers and inverters of a battery with its own management. */
export const BmsParameters = {
  backupCharge: acts(6062, PERCENT),
  feedingCharge: acts(6063, PERCENT),
  chargeCurrentByUser: switches(6068),
  userChargeCurrent: acts(6069),
  stopCharge: acts(6070, PERCENT),
  batteryPriority: switches(6071),
  dischargeCurrentByUser: switches(6076),
  userDischargeCurrent: acts(6077),
  limitsInsteadOfRecommended: switches(6064),
  recommendedChargeShare: acts(6078, PERCENT),
  regulationGain: acts(6082, PERCENT),
  recommendedDischargeShare: acts(6093, PERCENT),
  solarInverter: {
    connected: switches(6072),
    deratingStart: acts(6073),
    deratingEnd: acts(6074),
    first: switches(6086),
  },
  emptyAt: acts(6066, PERCENT),
  fullAt: acts(6067, PERCENT),
  endCharge: acts(6075, PERCENT),
  deratingCharge: acts(6087, PERCENT),
  endChargeShare: acts(6088, PERCENT),
  periodicFullCharge: {
    allowed: switches(6079),
    intervalSeconds: acts(6080, HOUR),
    fullSeconds: acts(6081, MINUTE),
    fullCharge: acts(6104, PERCENT),
  },
  adaptiveBackup: {
    allowed: switches(6089),
    resetSeconds: acts(6090, MINUTE),
    resetCharge: acts(6091, PERCENT),
    increaseCharge: acts(6092, PERCENT),
  },
  minigrid: {
    enabled: switches(6094),
    central: switches(6095),
    lowFrequencyOffset: acts(6097),
    fullFrequencyOffset: acts(6098),
    genset: {
      forced: switches(6099),
      fromSecondOfDay: acts(6100, MINUTE),
      startCharge: acts(6101, PERCENT),
      endCharge: acts(6102, PERCENT),
    },
  },
} as const;

/** What the owner set on a BSP. */
export type BspSettings = SettingsOf<typeof BspParameters>;
/** What the owner set on an Xcom-CAN. */
export type BmsSettings = SettingsOf<typeof BmsParameters>;

/** What measures the battery, and what it tells the others. */
export type Monitor =
  | { readonly kind: "none" }
  | { readonly kind: "bsp"; readonly settings: BspSettings }
  | { readonly kind: "bms"; readonly settings: BmsSettings };
