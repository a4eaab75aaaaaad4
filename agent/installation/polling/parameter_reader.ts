import type { Parameter, WireFormat } from "../../../protocol/catalogue/datapoint.ts";
import type { ParameterProperty } from "../../../protocol/object.ts";
import { readParameter, valueOf } from "./device_reader.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import type { ParameterItem } from "./poll_item.ts";
import type { Ask } from "../line/session.ts";
import type { Value } from "../values.ts";

/** What the device allows; it knows better than any table, since batteries differ. */
interface Limits {
  readonly min: number | null;
  readonly max: number | null;
}

/**
 * Reads parameters: the value in force (RAM) is the value, the one in flash stands beside it,
 * since confusing the two is what makes an owner say that nothing happened.
 */
export class ParameterReader {
  readonly #ask: Ask;
  readonly #limits = new Map<string, Limits>();

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Forgets the devices' limits, because a device may be another one. */
  forget(): void {
    this.#limits.clear();
  }

  /** Throws where the line is lost. */
  async read(item: ParameterItem): Promise<Outcome> {
    const { datapoint } = item;
    const format = datapoint.format;
    if (format === undefined) return { kind: "refused", error: "not supported over the wire" };
    try {
      const flash = valueOf(datapoint, await this.#property(item, "value", format));
      const ram = await this.#optional(item, "unsavedValue", format);
      const value = ram ?? flash;
      const limits = await this.#limitsOf(item, format);
      return {
        kind: "value",
        value,
        attributes: {
          flash,
          ...(value !== flash && { differs: true }),
          ...(limits.min !== null && { min: limits.min }),
          ...(limits.max !== null && { max: limits.max }),
        },
      };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  /** Read once: limits only change with another device. */
  async #limitsOf(item: ParameterItem, format: WireFormat): Promise<Limits> {
    const known = this.#limits.get(item.id);
    if (known !== undefined) return known;
    const limits = hasLimits(item.datapoint)
      ? {
        min: await this.#optional(item, "min", format),
        max: await this.#optional(item, "max", format),
      }
      : { min: null, max: null };
    this.#limits.set(item.id, limits);
    return limits;
  }

  #property(
    { address, datapoint }: ParameterItem,
    property: keyof typeof ParameterProperty,
    format: WireFormat,
  ): Promise<number> {
    return readParameter(this.#ask, address, datapoint.number, property, format);
  }

  /** Older firmware has no RAM value, and not every parameter has limits: no is an answer here. */
  async #optional(
    item: ParameterItem,
    property: keyof typeof ParameterProperty,
    format: WireFormat,
  ): Promise<Value> {
    try {
      return valueOf(item.datapoint, await this.#property(item, property, format));
    } catch (error) {
      if (outcomeOf(error).kind === "refused") return null;
      throw error;
    }
  }
}

function hasLimits({ format, options, encoding }: Parameter): boolean {
  return (format === "float" || format === "int32") && options.length === 0 &&
    encoding !== "weekdays";
}
