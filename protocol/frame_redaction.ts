import { DeviceClasses, devicesOf } from "./address.ts";
import { u16At, u32At } from "./bytes.ts";
import type { Family } from "./catalogue/datapoint.ts";
import { Families, findByKey, findDatapoint } from "./catalogue/lookup.ts";
import { DatalogObject } from "./datalog.ts";
import type { Frame } from "./frame.ts";
import { MESSAGE_LENGTH } from "./message.ts";
import { ANSWER_HEADER_LENGTH, ANSWER_ITEM_LENGTH } from "./multi_info.ts";
import { ObjectType } from "./object.ts";
import { SERVICE_HEADER_LENGTH, ServiceFlag } from "./service.ts";
import { encodeValue } from "./value.ts";

/** A serial number that tells whose it was, and nothing else: the device's address. */
export function redactedFid(address: number): string {
  return address.toString(16).toUpperCase().padStart(8, "0");
}

/** What stands in a GUID's place. */
export const REDACTED_GUID = "00000000000000000000000000000001";

const ERROR_CODE_LENGTH = 2;

/** Takes GUID, serial numbers and texts out of a frame's data, where it lies. */
export function redactFrame({ source, destination, data }: Frame): void {
  if (data.length < SERVICE_HEADER_LENGTH) return void data.fill(0);
  const flags = data[0]!;
  if ((flags & ServiceFlag.error) !== 0) {
    return void data.fill(0, SERVICE_HEADER_LENGTH + ERROR_CODE_LENGTH);
  }
  const isResponse = (flags & ServiceFlag.response) !== 0;
  const objectType = u16At(data, 2);
  const redact = Redactions.get(objectType) ?? erase;
  redact(data.subarray(SERVICE_HEADER_LENGTH), {
    address: isResponse ? source : destination,
    isResponse,
    objectId: u32At(data, 4),
  });
}

interface Told {
  /** Of the device that is spoken to, or that speaks. */
  readonly address: number;
  readonly isResponse: boolean;
  readonly objectId: number;
}

type Redaction = (data: Uint8Array, told: Told) => void;

const erase: Redaction = (data) => void data.fill(0);

const Redactions: ReadonlyMap<number, Redaction> = new Map<number, Redaction>([
  [ObjectType.userInfo, redactUserInfo],
  [ObjectType.parameter, redactUnknown],
  [ObjectType.message, redactMessage],
  [ObjectType.guid, redactGuid],
  [ObjectType.customDatalogField, (data) => void data.fill("x".charCodeAt(0))],
  [ObjectType.multiInfo, redactMultiInfo],
  [ObjectType.screen, redactScreen],
  [ObjectType.datalog, redactDatalog],
]);

/** The low half says which device it was, the high half nothing. */
const FidHalves: ReadonlyMap<number, "high" | "low"> = new Map(
  Families.flatMap((family) =>
    ([["id_fid_msb", "high"], ["id_fid_lsb", "low"]] as const).flatMap(([key, half]) => {
      const info = findByKey(family, key);
      return info === undefined ? [] : [[info.number, half] as const];
    })
  ),
);

const AllDevices = DeviceClasses.flatMap(devicesOf);

function redactUserInfo(data: Uint8Array, told: Told): void {
  const half = FidHalves.get(told.objectId);
  if (half === undefined) return redactUnknown(data, told);
  data.fill(0);
  if (data.length === 4) data.set(encodeValue("float", half === "high" ? 0 : told.address));
}

/** Nobody knows what an object says that the catalogue does not hold. */
function redactUnknown(data: Uint8Array, { address, objectId }: Told): void {
  const families = AllDevices.filter((device) => device.address === address)
    .map(({ family }) => family);
  if (!isKnown(families, objectId)) data.fill(0);
}

function isKnown(families: readonly Family[], number: number): boolean {
  return families.some((family) => findDatapoint(family, number) !== undefined);
}

const MESSAGE_VALUE_AT = 14;

/** What the value of a message means depends on its type; the rest is harmless. */
function redactMessage(data: Uint8Array): void {
  data.fill(0, data.length === MESSAGE_LENGTH ? MESSAGE_VALUE_AT : 0);
}

function redactGuid(data: Uint8Array): void {
  data.fill(0);
  // The last of its little-endian words.
  if (data.length === 16) data[12] = 1;
}

/** Within an item of an answer. */
const MULTI_INFO_VALUE_AT = 3;

function redactMultiInfo(data: Uint8Array, { isResponse }: Told): void {
  if (!isResponse) return;
  for (let at = ANSWER_HEADER_LENGTH; at < data.length; at += ANSWER_ITEM_LENGTH) {
    if (at + ANSWER_ITEM_LENGTH > data.length) return void data.fill(0, at);
    const reference = u16At(data, at);
    const index = data[at + 2]!;
    const value = data.subarray(at + MULTI_INFO_VALUE_AT, at + ANSWER_ITEM_LENGTH);
    const devices = AllDevices.filter((device) => isKnown([device.family], reference));
    const device = devices.find((device) => device.index === Math.max(1, index)) ?? devices[0];
    if (device === undefined) value.fill(0);
    else redactUserInfo(value, { address: device.address, isResponse, objectId: reference });
  }
}

/** A run of no pixels, white; and one of all pixels. */
const NO_PIXELS = 0x80;
const ALL_PIXELS = 0xA0;

/** An empty picture, in as many words. */
function redactScreen(data: Uint8Array): void {
  data.fill(0);
  for (let at = 1; at < data.length; at += 2) data[at] = NO_PIXELS;
  if (data.length >= 2) data[data.length - 1] = ALL_PIXELS;
}

/** What separates the fields and lines of a file. */
const Separators: readonly number[] = [..."\r\n;,"].map((sign) => sign.charCodeAt(0));

/** Names of files are dates; what stands in a file tells more than that. */
function redactDatalog(data: Uint8Array, { isResponse, objectId }: Told): void {
  if (!isResponse || objectId === DatalogObject.directory) return;
  for (const [at, byte] of data.entries()) {
    if (!Separators.includes(byte)) data[at] = "0".charCodeAt(0);
  }
}
