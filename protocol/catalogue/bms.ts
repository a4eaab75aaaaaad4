// deno-fmt-ignore-file one line a datapoint
import { info, state } from "./info_rows.ts";
import { float, signal, time, yesNo } from "./parameter_rows.ts";
import type { FamilyTable, InfoRow, ParameterRow } from "./rows.ts";

const ChargeStatus = "0=UNK. SOC|1=OVER GRID|2=AT GRID|3=UNDER GRID|4=UNDER ADA|5=AT BACKUP|6=UNDER BACK|7=END OF CH|8=OVER ENDC|9=FULL|10=NORMAL";

const infos: readonly InfoRow[] = [
  info(7000, "Battery voltage", "Ubat", "V", "battery_voltage"),
  info(7001, "Battery current", "Ibat", "A", "battery_current"),
  info(7002, "State of Charge", "SOC", "%", "soc"),
  info(7003, "Power", "Pbat", "W", "battery_power"),
  info(7007, "Ah charged today", "0d<", "Ah", "battery_charge_ah", "today"),
  info(7008, "Ah discharged today", "0d>", "Ah", "battery_discharge_ah", "today"),
  info(7009, "Ah charged yesterday", "-1d<", "Ah", "battery_charge_ah", "yesterday"),
  info(7010, "Ah discharged yesterday", "-1d>", "Ah", "battery_discharge_ah", "yesterday"),
  info(7022, "Minigrid State of Charge", "mgSoc", "%", "minigrid_soc"),
  info(7029, "Battery temperature", "Tbat", "°C", "battery_temperature"),
  info(7030, "Battery voltage (minute avg)", "Ubat", "V", "battery_voltage", "minute_avg"),
  info(7031, "Battery current (minute avg)", "Ibat", "A", "battery_current", "minute_avg"),
  info(7032, "State of Charge (minute avg)", "SOC", "%", "soc", "minute_avg"),
  info(7033, "Battery temperature (minute avg)", "Tbat", "°C", "battery_temperature", "minute_avg"),
  info(7047, "Manufacturer State of Charge", "mSOC", "%", "soc_manufacturer"),
  info(7053, "Battery Type", "bTyp", "", "battery_type", "static"),
  info(7054, "BMS Version", "BMSv", "", "bms_version", "static"),
  info(7055, "Nominal or remaining battery capacity (see battery documentation)", "bCap", "Ah", "battery_capacity"),
  info(7056, "Reserved Manufacturer ID", "bmid", "", "manufacturer_id", "static"),
  info(7057, "State Of Health", "SOH", "%", "soh"),
  info(7058, "High resolution manufacturer State of Charge", "hSOC", "%", "soc_manufacturer_high_resolution"),
  info(7059, "Local daily communication error counter (CAN)", "locE", "", "can_error_count", "today"),
  info(7061, "Charge voltage limit", "UChL", "V", "charge_voltage_limit"),
  info(7062, "Discharge voltage limit", "UDiL", "V", "discharge_voltage_limit"),
  info(7063, "Charge current limit", "IChL", "A", "charge_current_limit"),
  info(7064, "Discharge current limit", "IDiL", "A", "discharge_current_limit"),
  info(7065, "Recommended charge current", "IChR", "A", "recommended_charge_current"),
  info(7066, "Recommended discharge current", "IDiR", "A", "recommended_discharge_current"),
  state(7067, "Manufacturer name", "name", "0=OTHERS|1=BYD|2=PYLON|3=WECO", "manufacturer_name", "static"),
  state(7068, "State of Charge status", "state", ChargeStatus, "soc_state"),
  info(7069, "State of Charge for backup", "SocBu", "%", "soc_threshold_backup"),
  info(7070, "State of Charge for grid-feeding", "SocGf", "%", "soc_threshold_grid_feeding"),
  info(7071, "State of Charge for end of charge", "SocEoc", "%", "soc_threshold_end_of_charge"),
];

const parameters: readonly ParameterRow[] = [
  signal(6004, "Restore default settings", "basic", 6060),
  signal(6005, "Restore factory settings", "installer", 6060),
  float(6062, "SOC level for backup", "%", 30, 0, 100, 1, "expert", 6083),
  float(6063, "SOC level for grid feeding", "%", 98, 0, 100, 1, "expert", 6083),
  yesNo(6064, "Use battery current limits instead of recommended values", 0, "expert", 6084),
  float(6066, "Manufacturer SOC for 0% displayed", "%", 0, 0, 60, 5, "expert", 6083),
  float(6067, "Manufacturer SOC for 100% displayed", "%", 100, 80, 100, 5, "expert", 6083),
  yesNo(6068, "Allow user to define the maximum charge current of the battery", 0, "expert", 6084),
  float(6069, "Maximum charge current defined by user", "A", 10, 0, 10000, 1, "expert", 6084),
  float(6070, "SOC level under which battery discharge is stopped", "%", 15, 0, 100, 1, "expert", 6083),
  yesNo(6071, "Use battery priority as energy source when SOC >= SOC for backup (not recommended in parallel)", 0, "expert", 6083),
  yesNo(6072, "Solar Inverter connected on AC-Out", 0, "expert", 6085),
  float(6073, "Delta from user frequency to start derating of solar inverter", "Hz", 1, 0, 5, 0.1, "expert", 6085),
  float(6074, "Delta from user frequency to reach 100% derating of solar inverter", "Hz", 2.7, 0, 5, 0.1, "expert", 6085),
  float(6075, "SOC level for end of charge", "%", 100, 80, 100, 1, "expert", 6083),
  yesNo(6076, "Allow user to define the maximum discharge current of the battery", 0, "expert", 6084),
  float(6077, "Maximum discharge current defined by user", "A", 10, 0, 10000, 1, "expert", 6084),
  float(6078, "Charge current limit ratio", "%", 90, 80, 95, 1, "expert", 6084),
  yesNo(6079, "Allow periodic full charging", 0, "expert", 6084),
  float(6080, "Waiting time between two periodic full charges", "h", 168, 1, 1000, 1, "expert", 6084),
  float(6081, "Time fully charged before resetting periodical full charge", "min", 5, 1, 60, 1, "expert", 6084),
  float(6082, "Ki current regulation", "%", 15, 1, 100, 1, "qsp", 6084),
  yesNo(6086, "AC-Coupling priority", 0, "expert", 6085),
  float(6087, "SOC level to start end of charge derating", "%", 90, 80, 100, 1, "expert", 6084),
  float(6088, "Charge current rate at end of charge", "%", 20, 0, 100, 1, "expert", 6084),
  yesNo(6089, "Allow adaptative SOC for backup", 0, "expert", 6084),
  float(6090, "Time before reseting adaptative SOC for Backup", "min", 5, 1, 60, 1, "expert", 6084),
  float(6091, "SOC in percent to reset adaptative SOC for Backup", "%", 99, 80, 100, 1, "expert", 6084),
  float(6092, "SOC in percent to increase adaptative SOC for Backup", "%", 98, 20, 100, 1, "expert", 6084),
  float(6093, "Discharge current limit ratio", "%", 95, 80, 95, 1, "expert", 6084),
  yesNo(6094, "Enable minigrid", 0, "installer", 6096),
  yesNo(6095, "Enable minigrid as central", 0, "installer", 6096),
  float(6097, "Frequency offset when minigrid energy is low", "Hz", -3, -5, 0, 0.1, "installer", 6096),
  float(6098, "Frequency offset when minigrid energy is full", "Hz", 3, 0, 5, 0.1, "installer", 6096),
  yesNo(6099, "Forced activation of the minigrid genset", 0, "installer", 6103),
  time(6100, "Delays for forcing activation of the minigrid genset", 18 * 60, "installer", 6103),
  float(6101, "SoC to start forcing activation of the minigrid genset", "%", 20, 0, 100, 1, "installer", 6103),
  float(6102, "SoC to end forcing activation of the minigrid genset", "%", 50, 0, 100, 1, "installer", 6103),
  float(6104, "SOC in percent to reset periodical full charge", "%", 100, 90, 100, 1, "expert", 6084),
];

const notes: Readonly<Record<number, string>> = {
  7055: "nominal or remaining capacity depending on the battery",
};

/** The battery behind the Xcom-CAN (BMS), at 601. */
export const bms: FamilyTable = { infos, parameters, notes };
