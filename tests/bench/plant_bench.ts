import { createGateway } from "../../simulator/scenario/scenario.ts";
import type { ScenarioName } from "../../simulator/scenario/scenarios.ts";
import { type Measurement, measurement, spreadOf } from "./measurement.ts";

const DAY = 86_400;
/** A day takes at most so many seconds on one core; the big one is too long to be repeated. */
const Aims: readonly (readonly [scenario: ScenarioName, atMost: number, repeated: boolean])[] = [
  ["house", 2, true],
  ["big", 15, false],
];

/**
 * How long a simulated day takes, second by second, with everything that devices keep of it: in a
 * house, each round with another weather, and in the biggest installation that there can be.
 */
export function plantBench(rounds: number): Measurement[] {
  return Aims.map(([scenario, atMost, repeated]) => {
    const seconds = Array.from({ length: repeated ? rounds : 1 }, (_, i) => {
      const gateway = createGateway({ scenario, seed: i + 1, start: "2026-06-21T00:00" });
      const start = performance.now();
      gateway.advance(DAY);
      return (performance.now() - start) / 1000;
    });
    return measurement(
      `a simulated day of ${scenario}`,
      spreadOf(seconds),
      (each) => `${each.toFixed(2)} s`,
      atMost,
    );
  });
}
