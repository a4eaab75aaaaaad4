import type { Texts } from "../../../agent/setup/texts/texts.ts";

/** A language in which every text is its own name between brackets, with what it was given. */
export interface PseudoLanguage {
  readonly texts: Texts;
  /** Every text's name. */
  readonly names: ReadonlySet<string>;
  /** The names of the texts that were asked for. */
  readonly used: ReadonlySet<string>;
}

/** What may hold words of others, and says so in the language; or a command to type. */
const ForOthers: ReadonlySet<string> = new Set([
  "inEnglish",
  "wrongUsage",
  "wrongSetting",
  "systemSays",
  "startIt",
  "serviceSilent",
  "contradictions.ports",
]);

/** Makes it after the pattern of another one. */
export function pseudoLanguage(pattern: Texts): PseudoLanguage {
  const [names, used] = [new Set<string>(), new Set<string>()];
  const make = (node: unknown, name: string): unknown => {
    if (typeof node === "object" && node !== null) {
      return Object.defineProperties(
        {},
        Object.fromEntries(
          Object.entries(node).map(([key, value]) => {
            const path = name === "" ? key : `${name}.${key}`;
            const made = make(value, path);
            const get = () => {
              if (typeof value !== "object") used.add(path);
              return made;
            };
            return [key, { enumerable: true, get }];
          }),
        ),
      );
    }
    names.add(name);
    // What is typed.
    if (name === "yes" || name === "no") return node;
    if (typeof node === "string") return `⟦${name}⟧`;
    return (...given: readonly unknown[]) => `⟦${name} ${given.map(shown).join(" | ")}⟧`;
  };
  return { texts: make(pattern, "") as Texts, names, used };
}

function shown(given: unknown): string {
  return typeof given === "object" ? JSON.stringify(given) : String(given);
}

const INNERMOST = /⟦([\w.]+)([^⟦⟧]*)⟧/;
const PROSE = /\p{L}{2,} +\p{L}{2,}/u;

/** Words of a line that no text of the language has said; undefined where there are none. */
export function proseIn(line: string): string | undefined {
  let rest = line;
  for (;;) {
    const [whole, name, given] = INNERMOST.exec(rest) ?? [];
    if (whole === undefined) break;
    const prose = ForOthers.has(name!) ? undefined : PROSE.exec(given!)?.[0];
    if (prose !== undefined) return prose;
    rest = rest.replace(whole, () => "");
  }
  return PROSE.exec(rest)?.[0];
}
