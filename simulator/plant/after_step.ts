import { type Battery, openCircuitVoltage, stepBattery } from "./battery/battery.ts";
import { isAlarming } from "./battery/battery_alarm.ts";
import { stepCare } from "./battery/battery_care.ts";
import { stepCount } from "./battery/battery_count.ts";
import type { ChargeCycle, CycleSignals } from "./charging/charge_cycle.ts";
import { isSynchronised, xtenderTarget } from "./charge_targets.ts";
import type { CycleSettings } from "./charging/cycle_parameters.ts";
import { stepCycle } from "./charging/step_cycle.ts";
import type { Tell, Teller } from "./events.ts";
import type { Inverter } from "./xtender/inverter.ts";
import { enter } from "./ledger.ts";
import type { Plant } from "./plant.ts";
import { sharedCharge } from "./shared_charge.ts";
import { type SolarCharger, sunMissed } from "./solar/solar_charger.ts";
import { chargerContacts } from "./solar/charger_contacts.ts";
import { gensetOf, NO_GENSET, switchContacts } from "./switch_contacts.ts";

/** What follows from what the devices did: in the battery, its charge's course, the contacts. */
export function settle(
  plant: Plant,
  inverters: readonly Inverter[],
  chargers: readonly SolarCharger[],
  seconds: number,
  teller: Teller,
): Plant {
  const keeper = teller(inverters[0]?.design.name ?? chargers[0]?.design.name ?? "");
  const battery = stepBattery(
    plant.battery,
    powerInto(inverters, chargers),
    plant.weather.airTemperature,
    seconds,
  );
  const batteryAlarm = isAlarming(plant.batteryAlarm, battery.temperature);
  if (batteryAlarm !== plant.batteryAlarm) {
    // A battery with a management of its own tells by the Xcom-CAN.
    const tell = plant.monitor.kind === "bms" ? teller("bms") : keeper;
    tell(batteryAlarm ? "battery_temperature" : "battery_temperature_good");
  }
  const signals = cycleSignals(battery);
  const [master] = inverters;
  const cycle = master === undefined
    ? plant.cycle
    : course(plant.cycle, master.control.cycle, signals, seconds, keeper);
  const clock = plant.time + plant.clockOffset;
  const { count, care } = monitored(plant, battery, clock, seconds);
  const kept = { ...plant, battery, batteryAlarm, cycle, count, care };
  const surroundings = { battery, charge: sharedCharge(kept), clock };
  const switched = inverters.map((inverter, i) =>
    switchContacts(inverter, i === 0 ? gensetOf(plant) : NO_GENSET, {
      surroundings,
      cycle,
      seconds,
      tell: teller(inverter.design.name),
    })
  );
  const next: Plant = {
    ...kept,
    inverters: switched.map(({ inverter }) => inverter),
    genset: switched[0]?.genset ?? plant.genset,
    ledger: enter(plant.ledger, inverters, chargers, plant.solarInverters, battery, seconds),
  };
  return {
    ...next,
    targetVoltage: xtenderTarget(next),
    solarChargers: chargers.map((charger) => {
      const tell = teller(charger.design.name);
      if (sunMissed(charger, seconds)) tell("no_sun_48h");
      const synchronised = isSynchronised(charger, master);
      const own = synchronised
        ? cycle
        : course(charger.cycle, charger.control.cycle, signals, seconds, tell);
      const followed = { ...charger, cycle: own, synchronised };
      return { ...followed, contacts: chargerContacts(followed, surroundings, seconds, tell) };
    }),
  };
}

/** What all devices put into the battery, in W. */
function powerInto(
  inverters: readonly Inverter[],
  chargers: readonly SolarCharger[],
): number {
  let power = 0;
  for (const { batteryPower } of inverters) power += batteryPower;
  for (const { batteryPower } of chargers) power += batteryPower;
  return power;
}

/** What whoever measures the battery makes of it. */
function monitored(
  { monitor, count, care }: Plant,
  battery: Battery,
  clock: number,
  seconds: number,
): Pick<Plant, "count" | "care"> {
  switch (monitor.kind) {
    case "none":
      return { count, care };
    case "bsp":
      return { count: stepCount(count, monitor.settings, battery, seconds), care };
    case "bms":
      return { count, care: stepCare(care, monitor.settings, battery.charge, clock, seconds) };
  }
}

function course(
  cycle: ChargeCycle,
  settings: CycleSettings,
  signals: CycleSignals,
  seconds: number,
  tell: Tell,
): ChargeCycle {
  const next = stepCycle(cycle, settings, signals, seconds);
  if (cycle.phase === "equalization" && next.phase !== "equalization") tell("equalization_done");
  return next;
}

function cycleSignals({ design, charge, voltage, current, temperature }: Battery): CycleSignals {
  return {
    voltage,
    current,
    temperature,
    nominalVoltage: design.nominalVoltage,
    restVoltage: openCircuitVoltage(design, charge),
  };
}
