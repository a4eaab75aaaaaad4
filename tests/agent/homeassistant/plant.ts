import type { Family } from "../../../protocol/catalogue/datapoint.ts";
import { datapointsOf } from "../../../protocol/catalogue/lookup.ts";
import { SystemPoints } from "../../../agent/installation/system/system_points.ts";
import type {
  Device,
  PlantDatapoint,
  SystemDatapoint,
} from "../../../agent/installation/device.ts";

/** A device as a scan finds it, with every datapoint that its family has. */
export function deviceOf(
  name: string,
  family: Family | "system",
  serialNumber: string,
  rest: Partial<Device> = {},
): Device {
  return {
    name,
    family,
    address: family === "system" ? undefined : 100,
    model: "",
    firmware: family === "system" ? "" : "1.6.74",
    serialNumber,
    nominalVoltage: 48,
    datapoints: family === "system" ? SystemDatapoints : datapointsOf(family),
    ...rest,
  };
}

/** What an agent that publishes the parameters up to the level basic reads of a device. */
export function basic(device: Device): Device {
  const datapoints = device.datapoints.filter((datapoint) =>
    datapoint.kind !== "parameter" || datapoint.level === "basic"
  );
  return { ...device, datapoints };
}

/** Without the datapoints of these keys. */
export function without(device: Device, ...keys: readonly string[]): Device {
  return { ...device, datapoints: device.datapoints.filter(({ key }) => !keys.includes(key)) };
}

export const GUID = "0B1BD03ABA3249582835D4EC407D3D61";

/** Two Xtenders, a VarioTrack, a VarioString, a BSP, behind an Xcom that tells its GUID. */
export function house(): Device[] {
  return [
    deviceOf("xcom", "rcc", GUID, { address: 501, model: "Xcom", firmware: "" }),
    deviceOf("xt1", "xt", "00010001", { address: 101, model: "XTH" }),
    deviceOf("xt2", "xt", "00010002", { address: 102, model: "XTH" }),
    deviceOf("vt1", "vt", "00020001", { address: 301, model: "VT-80" }),
    deviceOf("vs1", "vs", "00030001", { address: 701, model: "VS-120" }),
    deviceOf("bsp", "bsp", "00040001", { address: 601, model: "BSP500/BSP1200" }),
    deviceOf("system", "system", GUID),
  ].map(basic);
}

/** As many devices as a gateway can have, phases and both batteries included. */
export function bigPlant(): Device[] {
  const numbered = (prefix: string, family: Family, count: number, first: number) =>
    Array.from(
      { length: count },
      (_, i) =>
        deviceOf(`${prefix}${i + 1}`, family, `${first + i}`.padStart(8, "0"), {
          address: first + i,
        }),
    );
  return [
    ...numbered("xt", "xt", 9, 101),
    // A phase answers with its master's serial number.
    ...numbered("l", "xt", 3, 101),
    ...numbered("vt", "vt", 15, 301),
    ...numbered("vs", "vs", 15, 701),
    deviceOf("bsp", "bsp", "00000601"),
    deviceOf("bms", "bms", `${GUID}-bms`),
    deviceOf("xcom", "rcc", GUID),
    deviceOf("system", "system", GUID),
  ];
}

/** What the plant as a whole tells. */
export const SystemDatapoints: readonly SystemDatapoint[] = Object.values(SystemPoints);

/** Every datapoint that there is, the plant's included. */
export function everyDatapoint(): PlantDatapoint[] {
  const families: Family[] = ["xt", "bsp", "bms", "vt", "vs", "rcc"];
  return [...families.flatMap(datapointsOf), ...SystemDatapoints];
}
