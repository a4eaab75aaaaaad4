import type { Family } from "../protocol/catalogue/datapoint.ts";
import { findDatapoint } from "../protocol/catalogue/lookup.ts";
import type { DatalogColumn } from "./datalog.ts";
import type { SimulatedDevice } from "./device.ts";

/** The infos that the gateway logs, by family. */
const Logged: Readonly<Record<Family, readonly number[]>> = {
  xt: [3090, 3092, 3095, 3098, 3101, 3113, 3119, 3028],
  bsp: [7030, 7031, 7032, 7033],
  bms: [7030, 7031, 7032, 7033],
  vt: [11039, 11040, 11041, 11043, 11016],
  vs: [15054, 15057, 15061, 15062, 15063],
  rcc: [],
};

/** One column for each logged value of each device, device by device. */
export function datalogColumns(devices: readonly SimulatedDevice[]): DatalogColumn[] {
  return devices.flatMap(({ name, family, infos }) =>
    Logged[family].map((number) => {
      const info = findDatapoint(family, number)!;
      return { title: info.name, device: name, unit: info.unit, read: () => infos.read(number)! };
    })
  );
}
