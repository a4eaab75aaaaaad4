import { textTable } from "../../agent/commands/cli/text_table.ts";
import { decodeBench } from "./decode_bench.ts";
import { idleBench } from "./idle_bench.ts";
import { type Measurement, measurement, spreadOf } from "./measurement.ts";
import { packagingBench } from "./packaging_bench.ts";
import { plantBench } from "./plant_bench.ts";
import { requestBench } from "./request_bench.ts";
import { sweepBench } from "./sweep_bench.ts";

/** What each part takes of the whole: thorough within four minutes, or quick. */
const Thorough = {
  decode: 15,
  request: 41,
  sweep: 9,
  day: 3,
  starts: 15,
  settleMs: 20_000,
  measureMs: 60_000,
};
const Quick: typeof Thorough = {
  ...Thorough,
  ...{ decode: 5, request: 11, sweep: 3, day: 1, starts: 5, measureMs: 15_000 },
};

const WIDTH = 160;

/** Resolves to the exit code: a missed aim is a measurement, too, and no failure. */
async function main(effort: typeof Thorough): Promise<number> {
  let exitCode = 0;
  write(`${Deno.build.target}, ${navigator.hardwareConcurrency} cores, Deno ${Deno.version.deno}`);
  write(`load at the start: ${Deno.loadavg().map((load) => load.toFixed(2)).join(" ")}`);
  const measurements: Measurement[] = [];
  for (
    const [part, measure] of [
      ["decoding", () => decoding(effort.decode)],
      ["requests a second", () => requestBench(effort.request)],
      ["a sweep of the house", () => sweepBench(effort.sweep)],
      ["days of the plant", () => Promise.resolve(plantBench(effort.day))],
      ["the idle agent", () => idleBench(effort)],
      ["the packages", () => packagingBench(effort.starts)],
    ] as const
  ) {
    write(`Measuring ${part} …`);
    try {
      measurements.push(...await measure());
    } catch (error) {
      write(`Cannot measure ${part}: ${error instanceof Error ? error.message : error}`);
      exitCode = 1;
    }
  }
  const columns = [
    { title: "WHAT", text: ({ name }: Measurement) => name },
    { title: "MEDIAN", text: ({ value }: Measurement) => value, align: "right" },
    { title: "MIN … MAX", text: ({ spread }: Measurement) => spread, align: "right" },
    { title: "AIM", text: ({ aim }: Measurement) => aim?.text ?? "", align: "right" },
    { title: "", text: ({ aim }: Measurement) => aim ? aim.met ? "ok" : "MISSED" : "" },
  ] as const;
  for (const line of ["", ...textTable(columns, measurements, WIDTH)]) write(line);
  return exitCode;
}

/** The same measurement again and again: its own medians do not tell the machine's noise. */
function decoding(times: number): Promise<Measurement[]> {
  const results = Array.from({ length: times }, () => decodeBench());
  return Promise.resolve(results[0]!.map(({ name, aim }, index) =>
    measurement(
      `decoding ${name}, as a multiple of their checksum`,
      spreadOf(results.map((each) => each[index]!.ratio)),
      (ratio) => ratio.toFixed(2),
      aim,
    )
  ));
}

function write(line: string): void {
  // deno-lint-ignore no-console -- the figures are what the program is for.
  console.log(line);
}

if (import.meta.main) Deno.exit(await main(Deno.args.includes("--quick") ? Quick : Thorough));
