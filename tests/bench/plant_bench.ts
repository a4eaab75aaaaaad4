import { createGateway } from "../../simulator/scenario.ts";
import type { ScenarioName } from "../../simulator/scenarios.ts";

/** How long a simulated day takes, second by second, with everything that devices keep of it. */
export interface PlantBenchResult {
  readonly name: string;
  /** Of each round. */
  readonly seconds: readonly number[];
  /** What we promise that the median does not exceed on one core, in seconds. */
  readonly aim: number;
}

const DAY = 86_400;
const Cases: readonly (readonly [scenario: ScenarioName, aim: number, rounds: number])[] = [
  ["house", 2, 3],
  ["big", 15, 1],
];

/** Lets a day pass in a house, and in the biggest installation that there can be. */
export function plantBench(): PlantBenchResult[] {
  return Cases.map(([scenario, aim, rounds]) => {
    const seconds = Array.from({ length: rounds }, (_, i) => {
      const gateway = createGateway({ scenario, seed: i + 1, start: "2026-06-21T00:00" });
      const start = performance.now();
      gateway.advance(DAY);
      return (performance.now() - start) / 1000;
    });
    return { name: `a day of ${scenario}`, seconds, aim };
  });
}

if (import.meta.main) {
  for (const { name, seconds, aim } of plantBench()) {
    // deno-lint-ignore no-console
    console.log(
      `simulate ${name}: ${
        seconds.map((each) => each.toFixed(2)).join(", ")
      } s (aim: at most ${aim} s)`,
    );
  }
}
