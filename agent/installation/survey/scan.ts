import { DecodeError } from "../../../protocol/bytes.ts";
import {
  type AddressedDevice,
  DeviceClasses,
  devicesOf,
  GATEWAY_ADDRESS,
} from "../../../protocol/address.ts";
import type { Datapoint, Family, Level } from "../../../protocol/catalogue/datapoint.ts";
import { Levels } from "../../../protocol/catalogue/datapoint.ts";
import { datapointsOf, findDatapoint } from "../../../protocol/catalogue/lookup.ts";
import { ErrorCode, ScomError } from "../../../protocol/error_code.ts";
import { decodeGuid, guidProperty } from "../../../protocol/guid.ts";
import { type PropertyRef, userInfoValue } from "../../../protocol/object.ts";
import { readRequest } from "../../../protocol/service.ts";
import { fidText, versionText } from "../../../protocol/value.ts";
import type { Device } from "../device.ts";
import type { DeviceIdentity } from "./device_memory.ts";
import { readUserInfo } from "../polling/device_reader.ts";
import { ResponseTimeoutError } from "../line/errors.ts";
import type { Ask } from "../line/session.ts";

/** Which user infos tell what a device is. */
interface IdentityInfos {
  /** Exists on every device of the family, and on no other at the same address. */
  readonly probe: number;
  readonly model?: number;
  readonly firmware?: readonly [msb: number, lsb: number];
  readonly fid?: readonly [msb: number, lsb: number];
  readonly nominalVoltage?: number;
}

const Identity: Readonly<Record<Exclude<Family, "rcc">, IdentityInfos>> = {
  xt: { probe: 3124, model: 3124, firmware: [3130, 3131], fid: [3156, 3157], nominalVoltage: 3127 },
  vt: {
    probe: 11047,
    model: 11015,
    firmware: [11050, 11051],
    fid: [11067, 11068],
    nominalVoltage: 11048,
  },
  vs: {
    probe: 15074,
    model: 15074,
    firmware: [15077, 15078],
    fid: [15102, 15103],
    nominalVoltage: 15075,
  },
  bms: { probe: 7054, model: 7067 },
  bsp: {
    probe: 7034,
    model: 7034,
    firmware: [7037, 7038],
    fid: [7048, 7049],
    nominalVoltage: 7035,
  },
};

/** BMS and BSP share an address: the BMS is asked for first (7054 answers on no BSP). */
const ProbeOrder = ["xt", "vt", "vs", "bms", "bsp"] as const;

const Names: Partial<Record<Family, string>> = { bsp: "BSP", bms: "Xcom-CAN", rcc: "Xcom" };

/** What a scan tells while it goes on, for a progress bar. */
export interface ScanProgress {
  readonly asked: number;
  readonly total: number;
  readonly found: number;
}

/** What is looked for, and who watches. */
export interface ScanOptions {
  /** Parameters up to this level belong to what the agent reads; undefined for none. */
  readonly parameters: Level | undefined;
  /** What was found before: stands in for what a device does not tell just now. */
  readonly known?: readonly DeviceIdentity[];
  /** Take a device without what it fails to tell, rather than throw: the last resort. */
  readonly tolerant?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ScanProgress) => void;
}

/**
 * Asks every address that a device can have, and every device that answers what it is. The
 * gateway comes first, then the devices by family and number; a device that is absent or silent
 * is left out. Throws where the gateway does not answer, or a device that is new tells its
 * identity by halves, which would make it another device.
 */
export async function scan(
  ask: Ask,
  options: ScanOptions,
): Promise<Device[]> {
  const { signal, onProgress } = options;
  await ping(ask);
  const candidates = ProbeOrder.flatMap((prefix) =>
    DeviceClasses.filter((deviceClass) => deviceClass.prefix === prefix).flatMap(devicesOf)
  );
  const found: Device[] = [];
  const taken = new Set<number>();
  for (const [asked, candidate] of candidates.entries()) {
    if (signal?.aborted) break;
    onProgress?.({ asked, total: candidates.length, found: found.length });
    if (taken.has(candidate.address)) continue;
    const device = await identify(ask, candidate, options);
    if (device === undefined) continue;
    taken.add(device.address!);
    found.push(device);
  }
  onProgress?.({ asked: candidates.length, total: candidates.length, found: found.length });
  const gateway = await identifyGateway(ask, found, options);
  return [gateway, ...found.map((device) => withSerialNumber(device, gateway))];
}

/**
 * Throws where not even the gateway answers: that a device is absent is its word, not its silence.
 * A gateway that does not know the GUID might be silent about it, so an Xtender is asked for, too.
 */
async function ping(ask: Ask): Promise<void> {
  try {
    await askAnything(ask, GATEWAY_ADDRESS, guidProperty);
  } catch (error) {
    if (!(error instanceof ResponseTimeoutError)) throw error;
    await askAnything(
      ask,
      devicesOf(DeviceClasses[0]!)[0]!.address,
      userInfoValue(Identity.xt.probe),
    );
  }
}

/** Every answer will do, a refusal too. */
async function askAnything(ask: Ask, address: number, property: PropertyRef): Promise<void> {
  try {
    await ask(address, readRequest(property));
  } catch (error) {
    if (!(error instanceof ScomError)) throw error;
  }
}

async function identify(
  ask: Ask,
  { name, family, address }: AddressedDevice,
  { parameters, known = [], tolerant = false }: ScanOptions,
): Promise<Device | undefined> {
  if (family === "rcc") return undefined;
  const infos = Identity[family];
  const before = known.find((device) => device.name === name);
  const read = (number: number) =>
    readIdentity(ask, address, family, number, tolerant || before !== undefined);
  const readHalves = async (halves: readonly [number, number] | undefined) => {
    if (halves === undefined) return undefined;
    const [msb, lsb] = [await read(halves[0]), await read(halves[1])];
    return msb === undefined || lsb === undefined ? undefined : [msb, lsb] as const;
  };
  if (!await isThere(ask, address, family, infos.probe)) return undefined;
  const model = infos.model && await read(infos.model);
  const firmware = await readHalves(infos.firmware);
  const fid = await readHalves(infos.fid);
  const nominalVoltage = infos.nominalVoltage && await read(infos.nominalVoltage);
  return {
    name,
    family,
    address,
    model: modelName(family, infos.model, model) || before?.model || "",
    firmware: firmware ? versionText(...firmware) : before?.firmware ?? "",
    serialNumber: fid ? fidText(...fid) : before?.serialNumber ?? "",
    nominalVoltage: nominalVoltage || before?.nominalVoltage,
    datapoints: datapointsUpTo(family, parameters),
  };
}

/**
 * A device that stays silent, to us or to the gateway, is switched off, or its bus is: the next
 * scan may find it. Throws where it is the gateway that is silent.
 */
async function isThere(
  ask: Ask,
  address: number,
  family: Family,
  probe: number,
): Promise<boolean> {
  try {
    return await readIdentity(ask, address, family, probe, false) !== undefined;
  } catch (error) {
    if (error instanceof ScomError && error.code === ErrorCode.RESPONSE_TIMEOUT) return false;
    if (!(error instanceof ResponseTimeoutError)) throw error;
    await ping(ask);
    return false;
  }
}

/**
 * Whether what answers at a device's address is of another family: a BMS in a BSP's place, or the
 * other way round. False where nothing is there. Throws where nothing answers, or "not now".
 */
export async function isAnotherFamily(
  ask: Ask,
  { family, address }: AddressedDevice,
): Promise<boolean> {
  if (family !== "bms" && family !== "bsp") return false;
  const version = await readIdentity(ask, address, "bms", Identity.bms.probe, false);
  return (version === undefined) === (family === "bms");
}

/** The gateway has no user infos of its own; it is there because it answered. */
async function identifyGateway(
  ask: Ask,
  devices: readonly Device[],
  { parameters, known = [], tolerant = false }: ScanOptions,
): Promise<Device> {
  const before = known.find(({ family }) => family === "rcc");
  const lowest = devices.find(({ family }) => family === "xt") ?? devices[0];
  return {
    name: "xcom",
    family: "rcc",
    address: GATEWAY_ADDRESS,
    model: Names.rcc!,
    firmware: "",
    // Once told, the identity stays, though the gateway is too busy to tell it again.
    serialNumber: await readGuid(ask, tolerant || before !== undefined) ??
      before?.serialNumber ?? lowest?.serialNumber ?? "",
    nominalVoltage: undefined,
    datapoints: datapointsUpTo("rcc", parameters),
  };
}

/**
 * Undefined in the modes whose gateways do not tell (specification 6.1.1), be it by silence. Throws
 * where the answer is "not now", unless `dispensable`.
 */
async function readGuid(ask: Ask, dispensable: boolean): Promise<string | undefined> {
  try {
    return decodeGuid(await ask(GATEWAY_ADDRESS, readRequest(guidProperty)));
  } catch (error) {
    if (isFinal(error) || error instanceof ResponseTimeoutError) return undefined;
    if (dispensable && error instanceof ScomError) return undefined;
    throw error;
  }
}

/** An Xcom-CAN has no FID: the gateway's identity and its own name tell it from others. */
function withSerialNumber(device: Device, gateway: Device): Device {
  if (device.serialNumber !== "") return device;
  return { ...device, serialNumber: `${gateway.serialNumber}-${device.name}` };
}

/**
 * Undefined where the device has no such info, or there is no such device. Throws where nothing
 * answers, or the answer is "not now", unless the info is `dispensable`.
 */
async function readIdentity(
  ask: Ask,
  address: number,
  family: Family,
  number: number,
  dispensable: boolean,
): Promise<number | undefined> {
  const format = findDatapoint(family, number)?.format;
  if (format === undefined) return undefined;
  try {
    const value = await readUserInfo(ask, address, number, format);
    return Number.isFinite(value) ? value : undefined;
  } catch (error) {
    const isNotNow = error instanceof ScomError || error instanceof ResponseTimeoutError;
    if (isFinal(error) || (dispensable && isNotNow)) return undefined;
    throw error;
  }
}

function isFinal(error: unknown): boolean {
  return error instanceof DecodeError || (error instanceof ScomError && !error.transient);
}

function modelName(family: Family, number: number | undefined, code: number | undefined): string {
  const datapoint = number === undefined ? undefined : findDatapoint(family, number);
  const text = datapoint?.options.find((option) => option.code === code)?.text;
  return text ?? Names[family] ?? "";
}

/** What is read of a device: its user infos, and its parameters up to a level. */
export function datapointsUpTo(family: Family, level: Level | undefined): Datapoint[] {
  const highest = level === undefined ? -1 : Levels.indexOf(level);
  return datapointsOf(family).filter((datapoint) =>
    datapoint.format !== undefined &&
    (datapoint.kind === "info" || Levels.indexOf(datapoint.level) <= highest)
  );
}
