import type { PlantDatapoint } from "../installation/device.ts";
import { hasState, type TextKind, textKindOf } from "../mqtt/payload.ts";
import { EntityOverrides } from "./entity_overrides.ts";
import { CoreQuantities, IconOfQuantity } from "./entity_quantities.ts";
import type { Entity } from "./entity_types.ts";
import { numberOf } from "./number_state.ts";

/** Three times the heartbeat with which an unchanged value is published again. */
export const MIN_EXPIRE_AFTER_SECONDS = 3 * 5 * 60;

/**
 * The entity of a datapoint; undefined where the datapoint has no state. Parameters are read only
 * here, and so are diagnostics: Home Assistant refuses a sensor of the category `config`. A
 * measured value that was not repeated for `expireAfterSeconds` is not believed any more.
 */
export function entityOf(
  datapoint: PlantDatapoint,
  expireAfterSeconds = MIN_EXPIRE_AFTER_SECONDS,
): Entity | undefined {
  if (!hasState(datapoint)) return undefined;
  return {
    name: nameOf(datapoint),
    ...stateOf(datapoint, textKindOf(datapoint)),
    ...(isDiagnostic(datapoint) && { entity_category: "diagnostic" as const }),
    ...(!isCore(datapoint) && { enabled_by_default: false }),
    ...iconOf(datapoint),
    ...(isRepeated(datapoint) && { expire_after: expireAfterSeconds }),
    ...EntityOverrides[datapoint.family]?.[datapoint.number],
  };
}

type State = Omit<Entity, "name">;

function stateOf(datapoint: PlantDatapoint, kind: TextKind): State {
  switch (kind) {
    case "switch":
      return { platform: "binary_sensor" };
    case "option":
      return choiceOf(datapoint);
    case "integer":
    case "float":
      return { platform: "sensor", ...numberOf(datapoint) };
    // The device class `timestamp` would demand a zone, which the gateway's date lacks.
    case "date_time":
    case "weekdays":
    case "time_of_day":
    case "none":
      return { platform: "sensor" };
  }
}

/** What off and on are called in the lists of the catalogue. */
const OffOnTexts: readonly (readonly [off: string, on: string])[] = [["Off", "On"], ["No", "Yes"]];

function choiceOf(datapoint: PlantDatapoint): State {
  const texts = datapoint.options.map(({ text }) => text);
  const offOn = OffOnTexts.find((pair) =>
    texts.length === 2 && pair.every((text) => texts.includes(text))
  );
  if (offOn !== undefined) {
    return { platform: "binary_sensor", payload_off: offOn[0], payload_on: offOn[1] };
  }
  // A coded number lists the models known when the catalogue was printed, not all there can be.
  if (encodingOf(datapoint) === "code") return { platform: "sensor" };
  return { platform: "sensor", device_class: "enum", options: texts };
}

/** The manufacturer's name, with the number where a family uses a name twice. */
function nameOf({ key, name, number }: PlantDatapoint): string {
  return key.endsWith(`_${number}`) ? `${name} (${number})` : name;
}

function isDiagnostic(datapoint: PlantDatapoint): boolean {
  if (datapoint.kind === "parameter") return true;
  if (datapoint.statistic === "static" || datapoint.statistic === "counter") return true;
  // What only the device's maker can read: flags, debug words, counts of errors.
  return datapoint.unit === "" && datapoint.format === "float";
}

/** Whether an owner wants it on the first day; the rest waits, disabled, to be switched on. */
function isCore(datapoint: PlantDatapoint): boolean {
  if (datapoint.kind === "system") return true;
  if (datapoint.kind === "parameter") return false;
  switch (datapoint.statistic) {
    case "instant":
    case "state":
    case "today":
    case "lifetime":
      return CoreQuantities.has(datapoint.quantity);
    case "minute_min":
    case "minute_max":
    case "minute_avg":
    case "yesterday":
    case "resettable":
    case "counter":
    case "static":
      return false;
  }
}

function iconOf(datapoint: PlantDatapoint): { icon?: string } {
  if (datapoint.kind === "parameter") return {};
  const icon = IconOfQuantity[datapoint.quantity];
  return icon === undefined ? {} : { icon };
}

/** False for what is read but once a day or an hour, and would expire in between. */
function isRepeated(datapoint: PlantDatapoint): boolean {
  return datapoint.kind !== "parameter" && datapoint.statistic !== "yesterday" &&
    datapoint.statistic !== "static";
}

function encodingOf(datapoint: PlantDatapoint): string | undefined {
  return datapoint.kind === "system" ? undefined : datapoint.encoding;
}
