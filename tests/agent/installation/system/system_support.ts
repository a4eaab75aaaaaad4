import { deviceNamed } from "../../../../protocol/address.ts";
import { datapointsOf } from "../../../../protocol/catalogue/lookup.ts";
import type { Device } from "../../../../agent/installation/device.ts";
import { GatewayClock } from "../../../../agent/installation/system/gateway_clock.ts";
import type { StateFiles } from "../../../../agent/installation/state_files.ts";
import { SystemDevice } from "../../../../agent/installation/system/system_device.ts";
import {
  type SystemKey,
  SystemPoints,
} from "../../../../agent/installation/system/system_points.ts";
import { TotalsStore } from "../../../../agent/installation/system/totals_store.ts";
import { type Reading, type Value, Values } from "../../../../agent/installation/values.ts";
import type { Log, LogFields } from "../../../../agent/log.ts";
import { ManualClock } from "../../../support/manual_clock.ts";

/** Devices as a scan finds them, each with a serial number of its own unless told otherwise. */
export function devices(names: string, serialNumbers: Record<string, string> = {}): Device[] {
  return names.split(" ").map((name) => {
    const { family, address } = deviceNamed(name)!;
    return {
      name,
      family,
      address,
      model: "",
      firmware: "",
      serialNumber: serialNumbers[name] ?? `5E7A${address}`,
      nominalVoltage: 48,
      datapoints: datapointsOf(family),
    };
  });
}

/** Readings of one request: `{ xt1: { 3136: 1.5 } }`. */
export type Batch = Readonly<Record<string, Readonly<Record<number, Value>>>>;

/** One run of an agent with one installation, as far as `system` is concerned. */
export class SystemRun {
  readonly values = new Values((error) => {
    throw error;
  });
  readonly clock: ManualClock;
  readonly gatewayClock: GatewayClock;
  readonly device: SystemDevice;
  /** Every reading of `system`, in order. */
  readonly told: Reading[] = [];

  /** `gatewayTime`: what the gateway's clock shows at the start; undefined where it does not tell. */
  constructor(found: Device[], files: StateFiles, gatewayTime: string | undefined) {
    const log = recordingLog();
    this.clock = new ManualClock();
    this.gatewayClock = new GatewayClock({ clock: this.clock, timeZone: "UTC", log });
    if (gatewayTime !== undefined) this.setGatewayTime(gatewayTime);
    this.values.listen((readings) => {
      this.told.push(...readings.filter(({ point }) => point.device === "system"));
    });
    this.device = new SystemDevice({
      installation: "home",
      devices: found,
      lanes: { fast: 2000, normal: 10_000, slow: 60_000, daily: 900_000 },
      values: this.values,
      gatewayClock: this.gatewayClock,
      store: new TotalsStore({
        stateDirectory: "/state",
        installation: "home",
        files,
        clock: this.clock,
        log,
      }),
    });
  }

  setGatewayTime(time: string): void {
    this.gatewayClock.set(Date.parse(`${time}Z`) / 1000, this.clock.now());
  }

  put(batch: Batch, installation = "home"): void {
    const at = this.clock.now();
    this.values.put(
      Object.entries(batch).flatMap(([device, readings]) =>
        Object.entries(readings).map(([datapoint, value]) => ({
          point: { installation, device, datapoint: Number(datapoint) },
          value,
          at,
        }))
      ),
    );
  }

  reading(key: SystemKey): Reading | undefined {
    const datapoint = SystemPoints[key].number;
    return this.values.get({ installation: "home", device: "system", datapoint });
  }

  /** The newest value, rounded to the micro, or undefined where nothing was said. */
  value(key: SystemKey): Value | undefined {
    const value = this.reading(key)?.value;
    return typeof value === "number" ? Number(value.toFixed(6)) : value;
  }
}

/** A log that keeps what it was told, as `level message values…`. */
export function recordingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const writer = (level: string) => (message: string, fields: LogFields = {}) => {
    lines.push([level, message, ...Object.values(fields)].join(" "));
  };
  return {
    lines,
    debug: writer("debug"),
    info: writer("info"),
    warn: writer("warn"),
    error: writer("error"),
  };
}
