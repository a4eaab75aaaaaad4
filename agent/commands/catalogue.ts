import { type Command, Option } from "commander";
import type { Datapoint, Family } from "../../protocol/catalogue/datapoint.ts";
import { Families, menuOf } from "../../protocol/catalogue/lookup.ts";
import { searchDatapoints } from "../../protocol/catalogue/search.ts";
import type { CommandContext } from "./cli/command_context.ts";
import { type CommonOptions, optionsOf } from "./cli/common_options.ts";
import { type Column, textTable } from "./cli/text_table.ts";
import { ExitCode, UserError } from "./cli/user_error.ts";

interface CatalogueOptions extends CommonOptions {
  readonly family?: Family;
}

/** `catalogue`: finds datapoints by number, key, or words; tells everything of a single one. */
export function registerCatalogue(program: Command, { terminal }: CommandContext): void {
  program.command("catalogue")
    .description("find values and settings by number, key, or words of their name")
    .argument("[words...]", "what all must fit (default: list everything)")
    .addOption(new Option("--family <family>", "of this family only").choices(Families))
    .action((words: readonly string[], _options, command: Command) => {
      const { family, json } = optionsOf<CatalogueOptions>(command);
      const hits = searchDatapoints(words.join(" "))
        .filter((datapoint) => family === undefined || datapoint.family === family);
      if (json) return terminal.out(JSON.stringify(hits, undefined, 2));
      const [first, second] = hits;
      if (first === undefined) {
        throw new UserError(
          `no datapoint fits ${
            JSON.stringify(words.join(" "))
          }; try fewer words, or parts of words`,
          ExitCode.refused,
        );
      }
      const lines = second === undefined
        ? factsOf(first)
        : textTable(Columns, hits, terminal.columns);
      for (const line of lines) terminal.out(line);
    });
}

const Columns: readonly Column<Datapoint>[] = [
  { title: "FAMILY", text: ({ family }) => family },
  { title: "NUMBER", text: ({ number }) => String(number), align: "right" },
  { title: "LEVEL", text: (datapoint) => datapoint.kind === "info" ? "-" : datapoint.level },
  { title: "UNIT", text: ({ unit }) => unit },
  { title: "KEY", text: ({ key }) => key, flexible: true },
  { title: "NAME", text: ({ name }) => name, flexible: true },
];

/** Everything there is to say of one datapoint, a line each. */
function factsOf(datapoint: Datapoint): string[] {
  const { family, number, key, name, unit, format, encoding, options, note, kind } = datapoint;
  const facts: Readonly<Record<string, unknown>> = {
    key,
    kind: kind === "info" ? "value, read only" : `setting, level ${datapoint.level}`,
    format: [format ?? "not supported over the wire", encoding].filter(Boolean).join(", "),
    unit,
    note,
    ...kind === "info"
      ? { label: datapoint.short, quantity: datapoint.quantity, statistic: datapoint.statistic }
      : limitsOf(datapoint),
  };
  const width = Math.max(...Object.keys(facts).map((title) => title.length));
  return [
    `${family} ${number}  ${name}`,
    ...Object.entries(facts)
      .filter(([, fact]) => fact !== undefined && fact !== "")
      .map(([title, fact]) => `  ${title.padEnd(width)}  ${fact}`),
    ...options.map(({ code, text }) => `  ${String(code).padStart(width)}  ${text}`),
  ];
}

function limitsOf(parameter: Datapoint & { readonly kind: "parameter" }) {
  const { default: standard, min, max, step, for48V, menus } = parameter;
  return {
    default: standard,
    limits: min === undefined || max === undefined ? undefined : `${min} to ${max}`,
    step,
    voltages: for48V ? "for 48 V; halve for 24 V, quarter for 12 V" : undefined,
    menus: menus.map((menu) => menuOf(menu)?.name ?? menu).join(", "),
  };
}
