import type { SetupResult } from "../setup/setup.ts";
import type { Texts } from "../setup/texts/texts.ts";
import type { CommandContext } from "./command_context.ts";
import { type FirstValues, firstValues } from "./first_values.ts";
import { withPlant } from "./plant_connection.ts";
import { UserError } from "./user_error.ts";

/** Reads the plant's main values as the agent that was set up will, and prints them. */
export async function showFirstValues(
  file: string,
  { answers }: SetupResult,
  texts: Texts,
  context: CommandContext,
): Promise<void> {
  const { terminal } = context;
  const values = await read(file, answers.plant.id, context);
  if (values.kind === "failed") return terminal.out(texts.noValuesYet(values.problem));
  terminal.out(texts.firstValues);
  for (const line of values.lines) terminal.out(`  ${line}`);
}

async function read(
  config: string,
  installation: string,
  context: CommandContext,
): Promise<FirstValues> {
  let values: FirstValues | undefined;
  try {
    await withPlant({ config, installation }, context, async ({ access }) => {
      values = await firstValues(access);
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: "failed", problem: error.message };
  }
  return values!;
}
