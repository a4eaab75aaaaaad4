import { DeviceClasses, deviceNamed, devicesOf } from "../../../protocol/address.ts";
import type { Datapoint, Family, WireFormat } from "../../../protocol/catalogue/datapoint.ts";
import {
  datapointsOf,
  findByKey,
  findDatapoint,
  unknownDatapoint,
} from "../../../protocol/catalogue/lookup.ts";
import { nearest } from "../../config/nearest.ts";
import { ExitCode, UserError } from "./user_error.ts";

/** Formats that a number without a name can be read in. */
export const Formats: readonly WireFormat[] = ["float", "bool", "short_enum", "long_enum", "int32"];

/** Where each family's user infos are; everything else of it is a parameter (specification 3.5). */
const FirstInfo: Readonly<Record<Exclude<Family, "rcc">, number>> = {
  xt: 3000,
  bsp: 7000,
  bms: 7000,
  vt: 11000,
  vs: 15000,
};

/** A point that a command line names. */
export interface ChosenPoint {
  readonly device: string;
  readonly datapoint: Datapoint & { readonly format: WireFormat };
}

/**
 * The points that `device` and `names`, numbers or keys, mean. A number that the catalogue does
 * not hold is read in the given format. Throws a `UserError` with the nearest right word.
 */
export function chosenPoints(
  device: string,
  names: readonly string[],
  format: WireFormat,
): ChosenPoint[] {
  const family = deviceNamed(device)?.family;
  if (family === undefined) {
    const devices = DeviceClasses.flatMap(devicesOf).map(({ name }) => name);
    const meant = nearest(device, devices);
    throw new UserError(
      `device: found ${JSON.stringify(device)}; ` +
        (meant === undefined
          ? "give one such as xt1, vt1, vs1, bsp or xcom"
          : `did you mean ${meant}?`),
      ExitCode.usage,
    );
  }
  return names.map((name) => ({ device, datapoint: readable(chosen(family, name, format)) }));
}

function chosen(family: Family, name: string, format: WireFormat): Datapoint {
  if (/^\d+$/.test(name)) {
    const number = Number(name);
    if (number > 0xFFFF) {
      throw new UserError(`datapoint: found ${name}; give a number up to 65535`, ExitCode.usage);
    }
    return findDatapoint(family, number) ??
      unknownDatapoint(family, number, kindOf(family, number), format);
  }
  const found = findByKey(family, name.toLowerCase());
  if (found !== undefined) return found;
  const meant = nearest(name, datapointsOf(family).map(({ key }) => key));
  throw new UserError(
    `datapoint: found ${JSON.stringify(name)}; ` +
      (meant === undefined
        ? `look it up with: catalogue --family ${family}`
        : `did you mean ${meant}?`),
    ExitCode.usage,
  );
}

function kindOf(family: Family, number: number): "info" | "parameter" {
  const first = family === "rcc" ? undefined : FirstInfo[family];
  return first !== undefined && number >= first && number < first + 1000 ? "info" : "parameter";
}

/** Whether a datapoint has a value that the wire can carry. */
export function isReadable({ format, encoding }: Datapoint): boolean {
  return format !== undefined && encoding !== "signal";
}

function readable(datapoint: Datapoint): Datapoint & { readonly format: WireFormat } {
  const { format, number, name, encoding } = datapoint;
  if (format === undefined) {
    throw new UserError(
      `datapoint: ${number} (${name}) is not supported over the wire, says the manufacturer`,
      ExitCode.refused,
    );
  }
  if (encoding === "signal") {
    throw new UserError(
      `datapoint: ${number} (${name}) is a signal; it has no value to read`,
      ExitCode.refused,
    );
  }
  return { ...datapoint, format };
}
