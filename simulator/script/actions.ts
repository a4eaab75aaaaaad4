import { ParameterProperty } from "../../protocol/object.ts";
import { encodeValue } from "../../protocol/value.ts";
import { findDatapoint } from "../../protocol/catalogue/lookup.ts";
import type { SdCard } from "../datalog/datalog.ts";
import { type FaultOptions, type Faults, NO_FAULTS } from "../faults.ts";
import type { SimulatedGateway } from "../gateway.ts";
import type { SunClock } from "../sun_clock.ts";
import type { GridDisturbance } from "../plant/disturbances.ts";

/** Something that is done to a simulated installation from outside. */
export type Action =
  | { readonly kind: "sun"; readonly clock: SunClock }
  /** The share of the sky under clouds, 0 to 1; undefined for the weather's own. */
  | { readonly kind: "clouds"; readonly cover: number | undefined }
  /** Of the air, in °C; undefined for the weather's own. */
  | { readonly kind: "temperature"; readonly celsius: number | undefined }
  /** Beside what the consumers draw, in W. */
  | { readonly kind: "load"; readonly watts: number }
  | { readonly kind: "grid"; readonly grid: GridDisturbance }
  /** Starter pulses that a genset takes from now on; Infinity for one that does not start. */
  | { readonly kind: "genset"; readonly pulses: number }
  | { readonly kind: DeviceActionKind; readonly device: string }
  /** The solar chargers with an earth fault from now on. */
  | { readonly kind: "earth_fault"; readonly devices: readonly string[] }
  /** The Xtenders and solar chargers whose remote entry is closed from now on. */
  | { readonly kind: "remote_entry"; readonly devices: readonly string[] }
  /** Into a device, or into all with the gateway. */
  | { readonly kind: "firmware"; readonly device: string | undefined; readonly version: string }
  | {
    readonly kind: "write";
    readonly device: string;
    readonly parameter: number;
    readonly value: number;
    readonly storage: "ram" | "flash";
  }
  /** What goes wrong on the line; what is not given does not. */
  | { readonly kind: "faults"; readonly faults: Partial<FaultOptions> }
  | { readonly kind: "sd_card"; readonly card: SdCard };

/**
 * `break`: it does nothing any more. `disconnect`: it goes on and says nothing. `restore` undoes
 * both. `restart`: it forgets what it has only in RAM.
 */
export const DeviceActionKinds = ["break", "disconnect", "restore", "restart"] as const;
export type DeviceActionKind = typeof DeviceActionKinds[number];

/** What can be acted on. */
export interface Stage {
  readonly gateway: SimulatedGateway;
  readonly faults: Faults;
}

/** The device name that means the gateway itself. */
export const GATEWAY_NAME = "xcom";

/** Does it now. Throws a `RangeError` for a device or a parameter that there is not. */
export function perform(action: Action, { gateway, faults }: Stage): void {
  const { installation } = gateway;
  switch (action.kind) {
    case "sun":
      return installation.setSun(action.clock);
    case "clouds":
      return installation.disturb({ cloudCover: action.cover });
    case "temperature":
      return installation.disturb({ airTemperature: action.celsius });
    case "load":
      return installation.disturb({ extraLoad: action.watts });
    case "grid":
      return installation.disturb({ grid: action.grid });
    case "genset":
      return installation.disturb({ gensetPulses: action.pulses });
    case "break":
      return gateway.breakDevice(action.device);
    case "disconnect":
      return gateway.removeDevice(action.device);
    case "restore":
      return gateway.restoreDevice(action.device);
    case "restart":
      return action.device === GATEWAY_NAME
        ? gateway.restartGateway()
        : gateway.restartDevice(action.device);
    case "earth_fault":
      return installation.disturb({ earthFaults: action.devices });
    case "remote_entry":
      return installation.disturb({ closedEntries: action.devices });
    case "firmware": {
      const all = installation.devices.map(({ name }) => name);
      const names = action.device === undefined ? all : [action.device];
      for (const name of names) gateway.loadFirmware(name, action.version);
      return;
    }
    case "write":
      return write(action, gateway);
    case "faults":
      return faults.set({ ...NO_FAULTS, ...action.faults });
    case "sd_card":
      return installation.setSdCard(action.card);
  }
}

function write(
  { device: name, parameter, value, storage }: Extract<Action, { kind: "write" }>,
  { installation }: SimulatedGateway,
): void {
  const device = installation.deviceNamed(name);
  const datapoint = device && findDatapoint(device.family, parameter);
  if (device === undefined || datapoint?.format === undefined) {
    throw new RangeError(`Cannot write parameter ${parameter}: ${name} has none`);
  }
  const property = storage === "ram" ? ParameterProperty.unsavedValue : ParameterProperty.value;
  installation.write(device, parameter, property, encodeValue(datapoint.format, value));
}
