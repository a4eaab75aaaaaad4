import { acts, PERCENT, type SettingsOf } from "./acting_parameter.ts";

/** What a BSP tells the chargers. */
export const BspParameters = {
  chargeCurrentCentralized: acts(6058),
  maxChargeCurrent: acts(6059),
} as const;

/** What an Xcom-CAN tells chargers and inverters of a battery with its own management. */
export const BmsParameters = {
  backupCharge: acts(6062, PERCENT),
  feedingCharge: acts(6063, PERCENT),
  chargeCurrentByUser: acts(6068),
  userChargeCurrent: acts(6069),
  stopCharge: acts(6070, PERCENT),
  batteryPriority: acts(6071),
  dischargeCurrentByUser: acts(6076),
  userDischargeCurrent: acts(6077),
  limitsInsteadOfRecommended: acts(6064),
  recommendedChargeShare: acts(6078, PERCENT),
  recommendedDischargeShare: acts(6093, PERCENT),
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
