import type { Option } from "./datapoint.ts";

/** The choices of an enumeration as the tables write them: `"0=Manual|1=Automatic"`. */
export type OptionList = `${number}=${string}`;

/** What a value that is not available is called on MQTT; no choice may be mistaken for it. */
const NOT_AVAILABLE = "None";

/**
 * The choices of a list; each text that the list repeats gets its code behind it: `M (3)`. So does
 * a choice that is called what no value at all is called: `None (0)`.
 */
export function parseOptions(list: OptionList): readonly Option[] {
  const options = list.split("|").map((entry) => {
    const [code, text] = entry.split("=", 2);
    return { code: Number(code), text: text ?? "" };
  });
  const uses = new Map<string, number>();
  for (const { text } of options) uses.set(text, (uses.get(text) ?? 0) + 1);
  return options.map(({ code, text }) => ({
    code,
    text: uses.get(text) === 1 && text !== NOT_AVAILABLE ? text : `${text} (${code})`,
  }));
}
