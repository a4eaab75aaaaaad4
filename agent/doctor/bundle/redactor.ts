import { formsOf, type Secret, wholeFormsOf } from "./secret.ts";

/** What looks like somebody's, though nobody said so; each is told apart by a number. */
const Patterns: readonly (readonly [what: string, pattern: RegExp])[] = [
  // Frames, as a trace of the line writes them: serial numbers are in them.
  ["bytes", /\b(?:[0-9A-Fa-f]{2}[ :]){7,}[0-9A-Fa-f]{2}\b/g],
  ["mac", /\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b/g],
  ["bytes", /(?<![0-9A-Za-z])[0-9A-Fa-f]{16,}(?![0-9A-Za-z])/g],
  ["serial", /(?<![0-9A-Za-z])(?=[0-9A-F]*\d)[0-9A-F]{8}(?![0-9A-Za-z])/g],
  [
    "address",
    /(?<![\d.])(?!(?:127\.|0\.0\.0\.0))(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/g,
  ],
  [
    "address",
    /(?<![\w:.])(?!::1(?![\w:]))(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?::[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*(?![\w:])/g,
  ],
  ["address", /(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}(?![\w:])/g],
  ["user", /(?<=:\/\/)[^\s/@:"']+(?::[^\s/@"']*)?(?=@)/g],
  ["user", /(?<=\/home\/)[^\s/"':]+/g],
];

/** Takes out of texts what is not for others; the same thing is the same in all of them. */
export class Redactor {
  readonly #secrets: readonly Secret[];
  readonly #substitutions: readonly (readonly [pattern: RegExp, substitute: string])[];
  readonly #numbers = new Map<string, Map<string, number>>();

  constructor(secrets: readonly Secret[]) {
    this.#secrets = secrets;
    this.#substitutions = secrets
      .flatMap((secret) => formsOf(secret).map((form) => ({ ...form, secret })))
      // The longest first: what is left of a longer secret would not be found any more.
      .toSorted((a, b) => b.text.length - a.text.length)
      .map(({ text, withinWords, secret }) => [patternOf(text, withinWords), secret.substitute]);
  }

  /** The text without secrets, and without what looks like one. */
  redact(text: string): string {
    let redacted = text;
    for (const [pattern, substitute] of this.#substitutions) {
      redacted = redacted.replace(pattern, () => substitute);
    }
    for (const [what, pattern] of Patterns) {
      redacted = redacted.replace(pattern, (found) => `<${what} ${this.#numberOf(what, found)}>`);
    }
    return redacted;
  }

  /** Whether a secret is still in a text, in any form in which it means something by itself. */
  leaks(text: string): boolean {
    return this.#secrets.some((secret) =>
      wholeFormsOf(secret).some((form) => patternOf(form.text, form.withinWords).test(text))
    );
  }

  #numberOf(what: string, found: string): number {
    const numbers = this.#numbers.get(what) ?? new Map<string, number>();
    this.#numbers.set(what, numbers);
    const number = numbers.get(found.toLowerCase()) ?? numbers.size + 1;
    numbers.set(found.toLowerCase(), number);
    return number;
  }
}

function patternOf(text: string, withinWords: boolean): RegExp {
  const escaped = RegExp.escape(text);
  return new RegExp(withinWords ? escaped : `(?<![\\w])${escaped}(?![\\w])`, "gi");
}
