import { acOutput, type Balance, between, dcBus } from "../../simulator/plant/ledger.ts";
import { createGateway } from "../../simulator/scenario/scenario.ts";
import { type ScenarioName, Scenarios } from "../../simulator/scenario/scenarios.ts";
import { heapAfterCollection } from "../support/heap.ts";

/** How much is simulated: the whole soak takes about a quarter of an hour on one core. */
const Thorough = { seeds: 20, days: 365 };
const Quick: typeof Thorough = { seeds: 2, days: 40 };

const DAY = 86_400;
/** What a node may lose or gain in a day, as a share of what flows through it. */
const MAX_IMBALANCE = 0.001;
/** What a year may leave behind once the SD card is full of days, in bytes. */
const MAX_GROWTH = 6e6;
/** The SD card holds so many days: from then on nothing grows. */
const SETTLED_DAYS = 33;

/** Resolves to the exit code. */
function main(effort: typeof Thorough): number {
  const failures = [...conservation(effort.seeds), ...memory(effort.days)];
  for (const failure of failures) write(`FAILED: ${failure}`);
  write(`${failures.length === 0 ? "Passed" : "Failed"}, ${failures.length} failures`);
  return failures.length === 0 ? 0 : 1;
}

/** A day of each scenario with each seed, spread over the year. */
function conservation(seeds: number): string[] {
  const failures: string[] = [];
  for (const scenario of Object.keys(Scenarios) as ScenarioName[]) {
    let worst = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const start = new Date(Date.UTC(2026, 0, 1 + (seed * 37) % 365)).toISOString().slice(0, 10);
      const gateway = createGateway({ scenario, seed, start });
      const before = gateway.installation.plant.ledger;
      gateway.advance(DAY);
      const day = between(before, gateway.installation.plant.ledger);
      const imbalance = Math.max(imbalanceOf(dcBus(day)), imbalanceOf(acOutput(day)));
      worst = Math.max(worst, imbalance);
      if (imbalance > MAX_IMBALANCE) {
        failures.push(
          `${scenario}, seed ${seed}, ${start}: a node is off by ${percent(imbalance)}`,
        );
      }
    }
    write(`${scenario}: ${seeds} days, nodes off by at most ${percent(worst)}`);
  }
  return failures;
}

/** A house for a year, second by second. */
function memory(days: number): string[] {
  const gateway = createGateway({ scenario: "house", start: "2026-01-01" });
  const started = performance.now();
  let settled = 0;
  let most = 0;
  for (let day = 1; day <= days; day++) {
    gateway.advance(DAY);
    if (day === SETTLED_DAYS) settled = heapAfterCollection();
    if (day > SETTLED_DAYS && (day % 30 === 0 || day === days)) {
      most = Math.max(most, heapAfterCollection() - settled);
      write(`house, day ${day}: ${(most / 1e6).toFixed(1)} MB more than at day ${SETTLED_DAYS}`);
    }
  }
  const seconds = (performance.now() - started) / 1000 / days;
  write(`house: ${days} days, ${seconds.toFixed(2)} s a day`);
  return most > MAX_GROWTH ? [`house grew by ${most} bytes in ${days} days`] : [];
}

function imbalanceOf({ in: given, out: taken }: Balance): number {
  const flow = Math.max(given, taken);
  return flow === 0 ? 0 : Math.abs(given - taken) / flow;
}

function percent(share: number): string {
  return `${(share * 100).toExponential(1)} %`;
}

function write(line: string): void {
  // deno-lint-ignore no-console -- the figures are what the program is for.
  console.log(line);
}

if (import.meta.main) Deno.exit(main(Deno.args.includes("--quick") ? Quick : Thorough));
