import { Families, findDatapoint, findMessage } from "../../protocol/catalogue/lookup.ts";
import { CommunicationLost, MessageOfEvent, MessageType } from "../../simulator/events.ts";
import { NO_FAULTS } from "../../simulator/faults.ts";
import { Idle } from "../../simulator/idle_parameters.ts";
import { actingParameters } from "../../simulator/plant/acting_parameters.ts";
import { Scenarios } from "../../simulator/scenario/scenarios.ts";
import { ScriptFields } from "../../simulator/script/script_fields.ts";
import { Signals } from "../../simulator/signals.ts";

/** What each fault does, for those who choose. */
const FaultTexts: Readonly<Record<keyof typeof NO_FAULTS, string>> = {
  drop: "the answer is lost",
  corrupt: "one of its bytes is another",
  noise: "bytes that mean nothing come before it",
  foreign: "an answer to somebody else comes before it",
  late: "it comes after the client's deadline of 2 s",
  split: "it comes in pieces of so many bytes",
};

/** The tables of simulator/README.md that follow from the code, by their names. */
export function simulatorTables(): Readonly<Record<string, string>> {
  return {
    scenarios: table(
      ["scenario", "what"],
      Object.entries(Scenarios).map(([name, { title }]) => [`\`${name}\``, title]),
    ),
    keys: table(
      ["key", "takes"],
      Object.entries(ScriptFields).map(([key, { takes }]) => [`\`${key}\``, takes]),
    ),
    faults: table(
      ["fault", "what"],
      Object.entries(FaultTexts).map(([name, text]) => [`\`${name}\``, text]),
    ),
    events: table(["event", "message"], eventRows()),
    parameters: table(["device", "number", "name", "acts on"], parameterRows()),
    signals: table(["device", "number", "name"], signalRows()),
    idle: table(["device", "number", "name", "why"], idleRows()),
  };
}

/** A row for each parameter; one that acts on several inputs names them all. */
function parameterRows(): string[][] {
  const byParameter = Map.groupBy(
    actingParameters(),
    ({ family, number }) => `${family} ${number}`,
  );
  return [...byParameter.values()].map((all) => {
    const { family, number } = all[0]!;
    const inputs = [...new Set(all.map(({ input }) => `\`${input}\``))];
    return [family, String(number), findDatapoint(family, number)!.name, inputs.join(", ")];
  });
}

function signalRows(): string[][] {
  return Families.flatMap((family) =>
    Object.keys(Signals[family]).map((number) => [
      family,
      number,
      findDatapoint(family, Number(number))!.name,
    ])
  );
}

function idleRows(): string[][] {
  return Idle.flatMap(({ family, numbers, why }) =>
    numbers.map((number) => [family, String(number), findDatapoint(family, number)!.name, why])
  );
}

function eventRows(): string[][] {
  const own: readonly (readonly [string, number])[] = [
    ["SD card full", MessageType.sdCardFull],
    ["SD card removed", MessageType.sdCardRemoved],
    ["the gateway's watchdog {5095} bites", MessageType.gatewayWatchdog],
    ["an Xtender has restarted", MessageType.xtenderStarted],
    ...Object.entries(CommunicationLost).map(([family, type]) =>
      [`${family} does not answer any more`, type] as const
    ),
  ];
  const plant = Object.entries(MessageOfEvent).map(([kind, type]) =>
    [kind.replaceAll("_", " "), type] as const
  );
  return [...plant, ...own].map(([event, type]) => [event, `${type} ${findMessage(type)!.text}`]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

const TABLE = /(<!-- table: (\w+) -->\n)[^]*?(<!-- end -->)/g;

/** The text with its tables as the code has them. Throws a `RangeError` for one that it has not. */
export function withTables(text: string, tables: Readonly<Record<string, string>>): string {
  return text.replaceAll(TABLE, (_, begin: string, name: string, end: string) => {
    const found = tables[name];
    if (found === undefined) throw new RangeError(`Cannot make table ${name}: there is none`);
    return `${begin}\n${found}\n${end}`;
  });
}
