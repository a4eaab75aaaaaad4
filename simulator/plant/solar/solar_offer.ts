import { inTheSun } from "./pv.ts";
import { isNight, type SolarCharger, type SolarOffer } from "./solar_charger.ts";
import { efficiency } from "./solar_conversion.ts";
import { highVoltageCurrent, inputAt, inputPower, isChoked } from "./tracker.ts";
import type { Weather } from "./weather.ts";

const COOL = 70;
const HOT = 95;

/** What a charger could give now to a battery of this voltage, with at most so many A. */
export function offerOf(
  charger: SolarCharger,
  weather: Weather,
  batteryVoltage: number,
  mostCurrent: number,
): SolarOffer {
  const { design, control, on, fault } = charger;
  const lit = design.generators.map((generator) => inTheSun(generator, weather));
  if (!on || fault !== "none" || isNight(weather)) {
    return { lit, pvPower: 0, power: 0, limit: "sun" };
  }
  let pvPower = 0;
  let choked = false;
  lit.forEach((each, i) => {
    const input = inputAt(control.settings, design.maxInputCurrent, lit, i);
    if (isChoked(each, input)) choked = true;
    pvPower += inputPower(each, input);
  });
  const byModules = pvPower * efficiency(design, pvPower);
  const own = Math.min(design.maxCurrent, control.settings.chargeCurrentLimit, mostCurrent);
  const byHeat = highVoltageCurrent(
    charger.control.settings,
    lit,
    own * thermalShare(charger.temperature),
  );
  const byCurrent = byHeat * batteryVoltage;
  const power = Math.min(byModules, byCurrent, design.maxPower);
  const limit = power >= byModules
    ? choked ? "pv_current" : "sun"
    : power < byCurrent
    ? "power"
    : byHeat < own
    ? "heat"
    : "current";
  return { lit, pvPower, power, limit };
}

function thermalShare(temperature: number): number {
  return Math.min(1, Math.max(0, (HOT - temperature) / (HOT - COOL)));
}
