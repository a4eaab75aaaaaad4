import { formsOf, type Secret, type SecretForm, wholeFormsOf } from "./secret.ts";

/** What looks like somebody's, though nobody said so; each is told apart by a number. */
const Patterns: readonly (readonly [what: string, pattern: RegExp])[] = [
  // Frames, as a trace of the line writes them: serial numbers are in them.
  ["bytes", /\b(?:[0-9A-Fa-f]{2}[ :]){7,}[0-9A-Fa-f]{2}\b/g],
  ["mac", /\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b/g],
  ["bytes", /(?<![0-9A-Za-z])[0-9A-Fa-f]{16,}(?![0-9A-Za-z])/g],
  ["serial", /(?<![0-9A-Za-z])(?=[0-9A-F]*\d)[0-9A-F]{8}(?![0-9A-Za-z])/g],
  [
    "address",
    // A full stop behind it ends a sentence.
    /(?<!\d\.?)(?!(?:127\.|0\.0\.0\.0))(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\.?\d)/g,
  ],
  [
    "address",
    /(?<![\w:.])(?!::1(?![\w:]))(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?::[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*(?![\w:])/g,
  ],
  ["address", /(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}(?![\w:])/g],
  // A password may hold any sign, even where none should: as far as the last @ of the word.
  ["user", /(?<=:\/\/|^|[\s"'(=])[^\s/@:"'(=]+:(?!\/\/)[^\s"']*(?=@)/gm],
  ["user", /(?<=:\/\/)[^\s/@:"']+(?=@)/g],
  ["host", /(?<=<user \d+>@)[^\s/:"']+/g],
  // Of a path from the root on: an installation may be called home, and is a level of topics.
  ["user", /(?<=(?<!\w)(?:\/[^\s/"':]+)*\/(?:home|media)\/)[^\s/"':]+/g],
  // Of a USB adapter, in its lasting name.
  ["serial", /(?<=\/by-id\/[^\s"']*_)[^\s_"']+?(?=-(?:if|port)\d)/g],
];

/** One way to write a secret, and what to put there. */
interface Substitution {
  /** In lower case. */
  readonly text: string;
  readonly pattern: RegExp;
  readonly substitute: string;
}

/** Takes out of texts what is not for others; the same thing is the same in all of them. */
export class Redactor {
  readonly #all: readonly Substitution[];
  /** Those that mean something by themselves. */
  readonly #whole: readonly Substitution[];
  /** What stands in a secret's place, which may be the secret's own word: a password "password". */
  readonly #substitutes: RegExp;
  readonly #numbers = new Map<string, Map<string, number>>();

  constructor(secrets: readonly Secret[]) {
    this.#all = substitutions(secrets, formsOf);
    this.#whole = substitutions(secrets, wholeFormsOf);
    const texts = secrets.map(({ substitute }) => RegExp.escape(substitute));
    const patterns = Patterns.map(([what]) => `<${what} \\d+>`);
    this.#substitutes = new RegExp([...texts, ...patterns].join("|"), "g");
  }

  /** The text without secrets, and without what looks like one. */
  redact(text: string): string {
    let redacted = text;
    for (const { pattern, substitute } of occurringIn(text, this.#all)) {
      redacted = redacted.replace(pattern, () => substitute);
    }
    for (const [what, pattern] of Patterns) {
      redacted = redacted.replace(pattern, (found) => `<${what} ${this.#numberOf(what, found)}>`);
    }
    return redacted;
  }

  /** Whether a secret is still in a text, in any form in which it means something by itself. */
  leaks(text: string): boolean {
    const rest = text.replace(this.#substitutes, "<>");
    return occurringIn(rest, this.#whole).some(({ pattern }) => rest.search(pattern) >= 0);
  }

  #numberOf(what: string, found: string): number {
    const numbers = this.#numbers.get(what) ?? new Map<string, number>();
    this.#numbers.set(what, numbers);
    const number = numbers.get(found.toLowerCase()) ?? numbers.size + 1;
    numbers.set(found.toLowerCase(), number);
    return number;
  }
}

/** The longest first: what is left of a longer secret would not be found any more. */
function substitutions(
  secrets: readonly Secret[],
  forms: (secret: Secret) => readonly SecretForm[],
): Substitution[] {
  return secrets.flatMap((secret) =>
    forms(secret).map(({ text, withinWords }) => ({
      text: text.toLowerCase(),
      pattern: patternOf(text, withinWords),
      substitute: secret.substitute,
    }))
  ).toSorted((a, b) => b.text.length - a.text.length);
}

/** Hardly any form stands in a text: looking is much cheaper than replacing. */
function occurringIn(text: string, all: readonly Substitution[]): Substitution[] {
  const lower = text.toLowerCase();
  return all.filter((each) => lower.includes(each.text));
}

function patternOf(text: string, withinWords: boolean): RegExp {
  const escaped = RegExp.escape(text);
  return new RegExp(withinWords ? escaped : `(?<![0-9A-Za-z])${escaped}(?![0-9A-Za-z])`, "gi");
}
