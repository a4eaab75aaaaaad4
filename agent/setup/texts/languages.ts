import { German } from "./de.ts";
import { English } from "./en.ts";
import { French } from "./fr.ts";
import type { Texts } from "./texts.ts";

/** The languages of the setup, by their codes. */
export const Languages = { en: English, fr: French, de: German } as const satisfies Readonly<
  Record<string, Texts>
>;
/** The code of a language that the setup speaks. */
export type Language = keyof typeof Languages;

/** The language of the surroundings, as `LANG=de_CH.UTF-8`; English where it is none of ours. */
export function languageOf(variable: (name: string) => string | undefined): Language {
  // In the order in which the C library looks.
  const given = ["LC_ALL", "LC_MESSAGES", "LANG"].map(variable).find((value) => value);
  const code = (given ?? "").slice(0, 2).toLowerCase();
  return Object.hasOwn(Languages, code) ? code as Language : "en";
}
