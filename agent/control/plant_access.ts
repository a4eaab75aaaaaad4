import type { DatapointKind, WireFormat } from "../../protocol/catalogue/datapoint.ts";
import { deviceNamed } from "../../protocol/address.ts";
import type { Device } from "../installation/device.ts";
import { readParameter, readUserInfo, valueOf } from "../installation/polling/device_reader.ts";
import { LinkLostError } from "../installation/line/errors.ts";
import { type Outcome, outcomeOf } from "../installation/polling/outcome.ts";
import { isAnotherFamily, scan, type ScanProgress } from "../installation/survey/scan.ts";
import type { Ask } from "../installation/line/session.ts";
import type { Value } from "../installation/values.ts";
import { errorText } from "../error_text.ts";

/** One point to read, as a command names it. Everything here can be said in JSON. */
export interface ReadOrder {
  /** `xt1`, `l2`, `bsp`, `xcom` … */
  readonly device: string;
  readonly number: number;
  readonly kind: DatapointKind;
  readonly format: WireFormat;
  /** The unit tells a missing temperature sensor from a hot day. */
  readonly unit: string;
}

/**
 * What keeps a running agent from asking for somebody else: it ended meanwhile, or it does not know
 * what is wanted, as it runs with an older configuration or version.
 */
export type AgentTrouble = "ended" | "outdated";

/** Nobody could be asked: there is no line to the gateway, or `agent` says why not. */
export interface Lost {
  readonly kind: "lost";
  readonly problem: string;
  readonly agent?: AgentTrouble;
}

/** What came of it. */
export type ReadResult = Outcome | Lost;

/** What a scan found, without the catalogue's rows. */
export type DeviceSummary = Omit<Device, "datapoints">;

/** The devices, or why nobody could be asked. */
export type ScanResult =
  | { readonly kind: "found"; readonly devices: readonly DeviceSummary[] }
  | Lost;

/** How a command reaches a plant: through a running agent, or over a line of its own. */
export interface PlantAccess {
  scan(onProgress?: (progress: ScanProgress) => void): Promise<ScanResult>;
  read(order: ReadOrder): Promise<ReadResult>;
}

/** The access of whoever holds the line. */
export function accessThrough(ask: Ask): PlantAccess {
  return {
    async scan(onProgress) {
      try {
        const devices = await scan(ask, {
          parameters: undefined,
          // Somebody waits for the list: a device that tells only half of what it is, is on it.
          tolerant: true,
          ...(onProgress && { onProgress }),
        });
        return {
          kind: "found",
          devices: devices.map(({ datapoints: _, ...summary }) => summary),
        };
      } catch (error) {
        return { kind: "lost", problem: errorText(error) };
      }
    },
    async read(order) {
      try {
        return await read(ask, order);
      } catch (error) {
        if (error instanceof LinkLostError) return { kind: "lost", problem: error.message };
        return outcomeOf(error);
      }
    },
  };
}

async function read(ask: Ask, { device, number, kind, format, unit }: ReadOrder): Promise<Outcome> {
  const named = deviceNamed(device);
  if (named === undefined) return { kind: "refused", error: "no device has that name" };
  if (await isAnotherFamily(ask, named)) return { kind: "absent" };
  const { address } = named;
  const meaning = (raw: number): Value => valueOf({ unit, format }, raw);
  if (kind === "info") {
    return { kind: "value", value: meaning(await readUserInfo(ask, address, number, format)) };
  }
  const flash = meaning(await readParameter(ask, address, number, "value", format));
  const ram = await ramOf(ask, address, number, format);
  const value = ram === undefined ? flash : meaning(ram);
  return { kind: "value", value, attributes: { flash, ...(value !== flash && { differs: true }) } };
}

/** The value in force; firmware from before 1.6.12 keeps none apart from flash. */
async function ramOf(
  ask: Ask,
  address: number,
  number: number,
  format: WireFormat,
): Promise<number | undefined> {
  try {
    return await readParameter(ask, address, number, "unsavedValue", format);
  } catch (error) {
    if (outcomeOf(error).kind === "refused") return undefined;
    throw error;
  }
}
