import type { Family } from "../protocol/catalogue/datapoint.ts";
import { DecodeError } from "../protocol/bytes.ts";
import { findDatapoint } from "../protocol/catalogue/lookup.ts";
import {
  Aggregation,
  decodeMultiInfoRequest,
  encodeMultiInfoAnswer,
  MultiInfoFlag,
  type MultiInfoItem,
} from "../protocol/multi_info.ts";
import { accepted, type Answer, refused } from "./answer.ts";
import type { SimulatedInstallation } from "./installation.ts";

const SERVICE_VERSION = 1;
const HIGHEST_DEVICE = 15;

const FlagByFamily: Readonly<Partial<Record<Family, number>>> = {
  xt: MultiInfoFlag.xt,
  bsp: MultiInfoFlag.bsp,
  bms: MultiInfoFlag.bsp,
  vt: MultiInfoFlag.vt,
  vs: MultiInfoFlag.vs,
};
const Families = Object.keys(FlagByFamily) as Family[];

/** Answers up to 76 user infos at once (specification 4.9); an absent device's are NaN. */
export function answerMultiInfo(installation: SimulatedInstallation, data: Uint8Array): Answer {
  let items: MultiInfoItem[];
  try {
    items = decodeMultiInfoRequest(data);
  } catch (error) {
    if (error instanceof DecodeError) return refused("INVALID_DATA_LENGTH");
    throw error;
  }
  const values: number[] = [];
  for (const item of items) {
    if (!isAggregation(item.aggregation)) return refused("INVALID_SERVICE_ARGUMENT");
    const family = familyOf(installation, item.reference);
    if (family === undefined) return refused("OBJECT_ID_NOT_FOUND");
    values.push(aggregate(installation, family, item));
  }
  return accepted(encodeMultiInfoAnswer(items, {
    flags: flagsOf(installation),
    time: Math.floor(installation.clockSeconds),
    values,
  }));
}

/** The family that knows an info; of two that share its number, the one that is there. */
function familyOf(installation: SimulatedInstallation, info: number): Family | undefined {
  const knowing = Families.filter((family) => findDatapoint(family, info)?.kind === "info");
  return knowing.find((family) => installation.reachable(family).length > 0) ?? knowing[0];
}

function aggregate(
  installation: SimulatedInstallation,
  family: Family,
  { reference, aggregation }: MultiInfoItem,
): number {
  const devices = installation.reachable(family);
  const valueOf = (device = devices[0]) => device?.info(reference) ?? NaN;
  switch (aggregation) {
    case Aggregation.master:
      return valueOf();
    case Aggregation.sum:
      return devices.length === 0 ? NaN : devices.reduce((sum, each) => sum + valueOf(each), 0);
    case Aggregation.average:
      return devices.reduce((sum, each) => sum + valueOf(each), 0) / devices.length;
    default: {
      const device = devices.find(({ index }) => index === aggregation);
      return device === undefined ? NaN : valueOf(device);
    }
  }
}

function isAggregation(aggregation: number): boolean {
  return aggregation <= HIGHEST_DEVICE || aggregation === Aggregation.average ||
    aggregation === Aggregation.sum;
}

function flagsOf(installation: SimulatedInstallation): number {
  let flags = SERVICE_VERSION;
  for (const family of Families) {
    if (installation.reachable(family).length > 0) flags |= FlagByFamily[family]!;
  }
  return flags;
}
