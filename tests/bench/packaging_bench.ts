import { join } from "node:path";
import { systemClock } from "../../agent/system_clock.ts";
import { type Measurement, measurement, type Spread, spreadOf } from "./measurement.ts";
import { buildForms, type Form, type PackagedForms } from "./packaged_forms.ts";
import { processUsage } from "./process_usage.ts";
import { startProgram, timeOf } from "./program.ts";

const FIRST_STARTS = 3;
const SETTLE_MS = 3000;
const MAX_SIZE_BYTES = 48e6;
const MAX_FIRST_START_MS = 2000;
const MAX_LATER_START_MS = 200;

/** What users are handed: its size, how it starts, and its memory, beside what it could be at best. */
export async function packagingBench(starts: number): Promise<Measurement[]> {
  const directory = await Deno.makeTempDir({ prefix: "studer-bench-" });
  try {
    const forms = await buildForms(directory);
    return [
      ...await sizes(forms),
      ...await firstStarts(forms, directory),
      ...await laterStarts(forms, starts),
      ...await memory(forms),
    ];
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function sizes({ portable, debian }: PackagedForms): Promise<Measurement[]> {
  const results: Measurement[] = [];
  for (const { name, path } of [portable, debian]) {
    const { size } = await Deno.stat(path);
    results.push(measurement(`size of ${name}`, spreadOf([size]), megabytes, MAX_SIZE_BYTES));
  }
  return results;
}

/** With nothing left of an earlier start, which is what its directory stands for. */
async function firstStarts(
  { portable, debian }: PackagedForms,
  directory: string,
): Promise<Measurement[]> {
  const results: Measurement[] = [];
  for (const { name, executable: { path }, ends } of [portable, debian]) {
    const times: number[] = [];
    for (let start = 0; start < FIRST_STARTS; start++) {
      const cache = join(directory, "first");
      times.push(await timeOf({ path, env: { CACHE_DIRECTORY: cache } }, ends));
      await Deno.remove(cache, { recursive: true });
    }
    results.push(
      measurement(`first start of ${name}`, spreadOf(times), seconds, MAX_FIRST_START_MS),
    );
  }
  return results;
}

/** In turn, so that the machine's other work disturbs all of them alike. */
async function laterStarts(forms: PackagedForms, starts: number): Promise<Measurement[]> {
  const { floor, source, portable, debian } = forms;
  const all = [floor, source, portable, debian];
  const times = new Map<Form, number[]>(all.map((form) => [form, []]));
  for (const { executable, ends } of all) await timeOf(executable, ends);
  for (let start = 0; start < starts; start++) {
    for (const [{ executable, ends }, taken] of times) taken.push(await timeOf(executable, ends));
  }
  const spread = (form: Form) => spreadOf(times.get(form)!);
  return [
    measurement(`later start of ${floor.name}`, spread(floor), seconds),
    measurement(`later start ${source.name}`, spread(source), seconds),
    ...[portable, debian].flatMap((form) => [
      measurement(`later start of ${form.name}`, spread(form), seconds, MAX_LATER_START_MS),
      ratio("  as a multiple of the floor", spread(form), spread(floor)),
      ratio("  as a multiple of that from source", spread(form), spread(source)),
    ]),
  ];
}

async function memory(forms: PackagedForms): Promise<Measurement[]> {
  const results: Measurement[] = [];
  for (const form of [forms.floor, forms.source, forms.portable, forms.debian]) {
    await using program = await startProgram(form.stays, /Running/, form.executable);
    await systemClock.sleep(SETTLE_MS);
    const { residentBytes } = processUsage(program.pid);
    const name = `resident memory, no plant yet: ${form.name}`;
    results.push(measurement(name, spreadOf([residentBytes]), megabytes));
  }
  return results;
}

/** Of the medians: a start and the one beside it need not have been disturbed alike. */
function ratio(name: string, { median }: Spread, { median: of }: Spread): Measurement {
  return measurement(name, spreadOf([median / of]), (value) => value.toFixed(2));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
