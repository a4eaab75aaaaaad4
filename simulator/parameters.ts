import type { Parameter, WireFormat } from "../protocol/catalogue/datapoint.ts";
import { DecodeError } from "../protocol/bytes.ts";
import type { ErrorName } from "../protocol/error_code.ts";
import { LevelCode, ParameterProperty } from "../protocol/object.ts";
import { decodeValue, encodeValue } from "../protocol/value.ts";
import { accepted, type Answer, refused } from "./answer.ts";
import type { Firmware } from "./firmware.ts";

/** A parameter as one device has it: with the limits for its battery and its mains voltage. */
export interface DeviceParameter {
  readonly parameter: Parameter;
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/** The catalogue's limits for a device; where none are printed, those of the format. */
export function deviceParameter(
  parameter: Parameter,
  limits: { readonly default?: number; readonly min?: number; readonly max?: number },
): DeviceParameter {
  const codes = parameter.options.map(({ code }) => code);
  const min = limits.min ?? (codes.length > 0 ? Math.min(...codes) : 0);
  const max = limits.max ?? (codes.length > 0 ? Math.max(...codes) : unprintedMax(parameter));
  return { parameter, default: limits.default ?? min, min, max };
}

function unprintedMax({ encoding }: Parameter): number {
  return encoding === "signal" ? 1 : 0x7FFF_FFFF;
}

/** What a device makes of a write that is in order. */
export type ParameterWrite =
  | { readonly kind: "signal"; readonly number: number }
  | { readonly kind: "value"; readonly number: number; readonly value: number };

/**
 * The parameters of one device, in flash and in RAM. The value in force is the one in RAM; a
 * restart brings back the one in flash.
 */
export class ParameterMemory {
  readonly #parameters = new Map<number, DeviceParameter>();
  readonly #flash = new Map<number, number>();
  readonly #ram = new Map<number, number>();
  readonly #savingSwitch: number | undefined;
  #firmware: Firmware;

  /**
   * `savingSwitch` is the parameter that switches saving to flash off, where the family has one.
   * Firmware that knows no values in RAM answers that it does not support the property; what it
   * does not have at all keeps its default, and answers as unknown.
   */
  constructor(
    parameters: readonly DeviceParameter[],
    options: { readonly savingSwitch: number | undefined; readonly firmware: Firmware },
  ) {
    for (const each of parameters) this.#parameters.set(each.parameter.number, each);
    this.#savingSwitch = options.savingSwitch;
    this.#firmware = options.firmware;
    this.restoreDefaults();
  }

  /** The value in force; NaN for a parameter that there is not. */
  inForce(number: number): number {
    return this.#ram.get(number) ?? NaN;
  }

  /** Whether some value in force is lost at the next restart. */
  get hasUnsavedValues(): boolean {
    for (const [number, value] of this.#ram) if (value !== this.#flash.get(number)) return true;
    return false;
  }

  /** Whether a write to flash is saved there. */
  get savesToFlash(): boolean {
    return this.#savingSwitch === undefined || this.inForce(this.#savingSwitch) === 1;
  }

  /** Loads another firmware; the values stay as they are. */
  setFirmware(firmware: Firmware): void {
    this.#firmware = firmware;
  }

  /** What a parameter takes with a firmware; undefined where there is none of this number. */
  limitsWith(
    number: number,
    firmware: Firmware,
  ): { readonly min: number; readonly max: number } | undefined {
    const found = this.#parameters.get(number);
    if (found === undefined || !firmware.knows(number)) return undefined;
    return { min: found.min, max: firmware.limitsOf(number).max ?? found.max };
  }

  /** Stores a value as the installer did it, in flash. */
  install(number: number, value: number): void {
    this.#flash.set(number, value);
    this.#ram.set(number, value);
  }

  /** Forgets what was never saved, as a restart does. */
  restart(): void {
    for (const [number, value] of this.#flash) this.#ram.set(number, value);
  }

  /** Puts parameters back to their defaults: all, or those of these numbers. */
  restoreDefaults(numbers: Iterable<number> = this.#parameters.keys()): void {
    for (const number of numbers) {
      const found = this.#parameters.get(number);
      if (found === undefined) continue;
      const { default: value = found.default } = this.#firmware.limitsOf(number);
      this.install(number, Math.fround(value));
    }
  }

  read(number: number, property: number): Answer {
    const found = this.#find(number);
    if (typeof found === "string") return refused(found);
    const { min, max, parameter, format } = found;
    switch (property) {
      case ParameterProperty.value:
        return accepted(encodeValue(format, this.#flash.get(number) ?? 0));
      case ParameterProperty.unsavedValue:
        if (!this.#firmware.keepsRamValues) return refused("PROPERTY_NOT_SUPPORTED");
        return accepted(encodeValue(format, this.#ram.get(number) ?? 0));
      case ParameterProperty.min:
        return accepted(encodeValue(format, min));
      case ParameterProperty.max:
        return accepted(encodeValue(format, max));
      case ParameterProperty.level:
        return accepted(encodeValue("format", LevelCode[parameter.level]));
      default:
        return refused("PROPERTY_NOT_SUPPORTED");
    }
  }

  /** Stores what is in order and tells of it; otherwise says why not. */
  write(number: number, property: number, data: Uint8Array): ParameterWrite | ErrorName {
    const found = this.#find(number);
    if (typeof found === "string") return found;
    const refusal = this.#refusal(found.parameter, property);
    if (refusal !== undefined) return refusal;
    const value = checkedValue(found, data);
    if (typeof value === "string") return value;
    if (found.parameter.encoding === "signal") return { kind: "signal", number };
    this.#ram.set(number, value);
    // The switch itself is always saved, or it could never be put back.
    const saved = this.savesToFlash || number === this.#savingSwitch;
    if (property === ParameterProperty.value && saved) this.#flash.set(number, value);
    return { kind: "value", number, value };
  }

  #find(number: number): (DeviceParameter & { readonly format: WireFormat }) | ErrorName {
    const found = this.#parameters.get(number);
    if (found === undefined || !this.#firmware.knows(number)) return "OBJECT_ID_NOT_FOUND";
    const { format } = found.parameter;
    if (format === undefined) return "OBJECT_NOT_SUPPORTED";
    return { ...found, ...this.#firmware.limitsOf(number), format };
  }

  #refusal(parameter: Parameter, property: number): ErrorName | undefined {
    switch (property) {
      case ParameterProperty.value:
        return parameter.level === "view_only" ? "ACCESS_DENIED" : undefined;
      case ParameterProperty.unsavedValue:
        return this.#firmware.keepsRamValues ? undefined : "PROPERTY_NOT_SUPPORTED";
      case ParameterProperty.min:
      case ParameterProperty.max:
        return "PROPERTY_IS_READ_ONLY";
      case ParameterProperty.level:
        return "ACCESS_DENIED";
      default:
        return "PROPERTY_NOT_SUPPORTED";
    }
  }
}

/** The value that the bytes hold, if the device takes it. */
function checkedValue(
  { parameter, min, max, format }: DeviceParameter & { readonly format: WireFormat },
  data: Uint8Array,
): number | ErrorName {
  if (data.length !== encodeValue(format, 0).length) return "INVALID_DATA_LENGTH";
  let value: number;
  try {
    value = decodeValue(format, data);
  } catch (error) {
    if (error instanceof DecodeError) return "INVALID_DATA";
    throw error;
  }
  if (Number.isNaN(value)) return "INVALID_DATA";
  if (parameter.encoding === "signal") return value === 1 ? value : "INVALID_DATA";
  const { options } = parameter;
  if (options.length > 0) {
    return options.some(({ code }) => code === value) ? value : "INVALID_DATA";
  }
  if (value < Math.fround(min)) return "DATA_TOO_SMALL";
  if (value > Math.fround(max)) return "DATA_TOO_BIG";
  return value;
}
