import { findDatapoint } from "../../../protocol/catalogue/lookup.ts";
import { SimulatedGateway } from "../../../simulator/gateway.ts";
import { SimulatedInstallation } from "../../../simulator/installation.ts";
import { generator } from "../../../simulator/scenario/models.ts";
import { GOOD_GRID } from "../../../simulator/plant/disturbances.ts";
import type { SolarInverterDesign } from "../../../simulator/plant/solar/solar_inverter.ts";
import { createGateway } from "../../../simulator/scenario/scenario.ts";
import { type Scenario, Scenarios } from "../../../simulator/scenario/scenarios.ts";

const NOON = "2026-06-21T12:00";

/** One Xtender with a VarioTrack and a solar inverter at its output, which an Xcom-CAN holds. */
export const Coupled = Scenarios["ac-coupled"];

/** A solar inverter that gives so many W at noon. */
export function strong(power: number): SolarInverterDesign {
  return {
    ...Coupled.solarInverters![0]!,
    nominalPower: power,
    generators: [generator(power * 1.4, 12)],
  };
}

interface Situation {
  /** Of the battery, 0 to 1. */
  readonly charge: number;
}

/** At noon under a clear sky. */
export function sunny(scenario: Scenario, { charge }: Situation): SimulatedGateway {
  const { devices, plant } = createGateway({ scenario, start: NOON }).installation;
  const battery = { ...plant.battery, charge };
  const installation = new SimulatedInstallation({ ...plant, battery }, devices);
  installation.disturb({ cloudCover: 0 });
  const { firmware } = scenario;
  const gateway = new SimulatedGateway(installation, {
    firmware,
    mode: "232i",
    lenient: false,
    guid: "",
  });
  gateway.advance(5);
  return gateway;
}

/** The same without a grid. */
export function island(scenario: Scenario, situation: Situation): SimulatedGateway {
  const gateway = sunny(scenario, situation);
  gateway.installation.disturb({ grid: { ...GOOD_GRID, off: true } });
  gateway.advance(5);
  return gateway;
}

/** The Xtender with a lead-acid battery and nothing else that charges it. */
export function leadAcid(xt: Readonly<Record<number, number>>): Scenario {
  return {
    ...Coupled,
    battery: { chemistry: "lead_acid", nominalVoltage: 48, capacity: 400, monitor: "none" },
    varioTracks: [],
    settings: { xt },
  };
}

export function read(gateway: SimulatedGateway, info: number): number {
  return gateway.readInfo("xt1", info);
}

/** What an owner reads of an info of the Xtender that is one of a list. */
export function text(gateway: SimulatedGateway, number: number): string {
  const code = read(gateway, number);
  return findDatapoint("xt", number)!.options.find((option) => option.code === code)!.text;
}
