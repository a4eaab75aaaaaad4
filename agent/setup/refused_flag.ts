import { SetupError } from "./setup_error.ts";
import type { Texts } from "./texts/texts.ts";

type Shown = (answer: string, texts: Texts) => string;

/** Of these answers not all may be shown: of a secret nothing, of an address no user. */
const ShownParts: Readonly<Record<string, Shown>> = {
  "--password-file": (_, { hidden }) => hidden,
  "--broker": (answer) => JSON.stringify(answer.replace(/^(\w+:\/\/)?.*@/, "$1…@")),
};

/** An option's answer will not do. */
export function refusedFlag(
  flag: string,
  answer: string,
  complaint: string,
  texts: Texts,
): SetupError {
  const shown = ShownParts[flag]?.(answer, texts) ?? JSON.stringify(answer);
  return new SetupError("usage", texts.flagWrong(flag, shown, complaint));
}
