import type { Datapoint, DatapointKind, Family, WireFormat } from "./datapoint.ts";
import { bms } from "./bms.ts";
import { bsp } from "./bsp.ts";
import { expand } from "./expand.ts";
import { type Menu, Menus } from "./menus.ts";
import { Messages, type MessageType } from "./messages.ts";
import { rcc } from "./rcc.ts";
import type { FamilyTable } from "./rows.ts";
import { vs } from "./vs.ts";
import { vt } from "./vt.ts";
import { xt } from "./xt.ts";

/**
 * The edition of the manufacturer's list that the catalogue holds: Studer-Innotec, "Technical
 * specification - Xtender serial protocol appendix", V1.6.42, 28.05.25.
 */
export const CatalogueVersion = "1.6.42";

/** The families of the catalogue, in the order in which it lists them. */
export const Families: readonly Family[] = ["xt", "bsp", "bms", "vt", "vs", "rcc"];

interface FamilyIndex {
  readonly datapoints: readonly Datapoint[];
  readonly byNumber: ReadonlyMap<number, Datapoint>;
  readonly byKey: ReadonlyMap<string, Datapoint>;
}

const Tables: Readonly<Record<Family, FamilyTable>> = { xt, bsp, bms, vt, vs, rcc };

/** Made at a family's first use, so that a small computer pays for the families that it meets. */
const indexes = new Map<Family, FamilyIndex>();

/** All datapoints of a family: user infos first, each kind by number. */
export function datapointsOf(family: Family): readonly Datapoint[] {
  return indexOf(family).datapoints;
}

/** The datapoint with this number, if the catalogue holds it. */
export function findDatapoint(family: Family, number: number): Datapoint | undefined {
  return indexOf(family).byNumber.get(number);
}

/** The datapoint with this key, if the catalogue holds it. */
export function findByKey(family: Family, key: string): Datapoint | undefined {
  return indexOf(family).byKey.get(key);
}

/**
 * Stands in for a datapoint that the catalogue does not hold, so that it can be read by its number
 * and format. Its meaning is unknown; as a parameter it is of the highest level.
 */
export function unknownDatapoint(
  family: Family,
  number: number,
  kind: DatapointKind,
  format: WireFormat,
): Datapoint {
  const common = { number, family, key: `${kind}_${number}`, unit: "", format, options: [] };
  switch (kind) {
    case "info":
      return {
        ...common,
        kind,
        name: `Info ${number}`,
        short: "",
        quantity: "unknown",
        statistic: "instant",
      };
    case "parameter":
      return {
        ...common,
        kind,
        name: `Parameter ${number}`,
        level: "qsp",
        menus: [],
        for48V: false,
      };
  }
}

/** The menu with this number. */
export function menuOf(number: number): Menu | undefined {
  return menusByNumber.get(number);
}

/** What messages of this type mean; undefined for a type newer than the catalogue. */
export function findMessage(number: number): MessageType | undefined {
  return messagesByNumber.get(number);
}

const menusByNumber: ReadonlyMap<number, Menu> = new Map(Menus.map((menu) => [menu.number, menu]));
const messagesByNumber: ReadonlyMap<number, MessageType> = new Map(
  Messages.map((message) => [message.number, message]),
);

function indexOf(family: Family): FamilyIndex {
  const known = indexes.get(family);
  if (known !== undefined) return known;
  const datapoints = expand(family, Tables[family]);
  const index = {
    datapoints,
    byNumber: new Map(datapoints.map((datapoint) => [datapoint.number, datapoint])),
    byKey: new Map(datapoints.map((datapoint) => [datapoint.key, datapoint])),
  };
  indexes.set(family, index);
  return index;
}
