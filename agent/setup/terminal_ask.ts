import type { Ask, ChoiceQuestion, SecretQuestion, TextQuestion, YesNoQuestion } from "./ask.ts";
import type { Texts } from "./texts/texts.ts";

/** A person's hands and eyes. */
export interface Keyboard {
  /** Asks for a line; rejects with a `SetupError` at Ctrl-C and at the end of the input. */
  readLine(prompt: string, options?: { readonly hidden?: boolean }): Promise<string>;
}

/** Asks a person, again and again until the answer will do. */
export class TerminalAsk implements Ask {
  readonly attended = true;
  readonly say: (line: string) => void;
  readonly #keyboard: Keyboard;
  readonly #texts: Texts;

  constructor(keyboard: Keyboard, texts: Texts, say: (line: string) => void) {
    this.#keyboard = keyboard;
    this.#texts = texts;
    this.say = say;
  }

  given(): undefined {
    return undefined;
  }

  async text({ text, proposal, goesBack = false, complaint }: TextQuestion): Promise<string> {
    const enter = goesBack ? this.#texts.enterGoesBack : proposal;
    const prompt = `${text}${enter === undefined ? "" : ` [${enter}]`}${this.#texts.colon}`;
    for (;;) {
      const answer = (await this.#keyboard.readLine(prompt)).trim() || proposal;
      if (answer === undefined && goesBack) return "";
      const wrong = answer === undefined ? this.#texts.answerMissing : complaint?.(answer);
      if (answer !== undefined && wrong === undefined) return answer;
      this.say(`  ${wrong}`);
    }
  }

  async choose<T>({ text, options, proposal }: ChoiceQuestion<T>): Promise<T> {
    this.say(text);
    for (const [index, { label }] of options.entries()) this.say(`  ${index + 1}) ${label}`);
    const { number, colon } = this.#texts;
    const prompt = `${number}${proposal === undefined ? "" : ` [${proposal + 1}]`}${colon}`;
    for (;;) {
      const answer = (await this.#keyboard.readLine(prompt)).trim();
      const index = answer === "" ? proposal : Number(answer) - 1;
      const chosen = index === undefined ? undefined : options[index];
      if (chosen !== undefined) return chosen.value;
      this.say(`  ${this.#texts.numberWanted(options.length)}`);
    }
  }

  async yesNo({ text, proposal }: YesNoQuestion): Promise<boolean> {
    const { yes, no } = this.#texts;
    const letters = proposal
      ? `${yes[0]!.toUpperCase()}/${no[0]}`
      : `${yes[0]}/${no[0]!.toUpperCase()}`;
    for (;;) {
      const answer = (await this.#keyboard.readLine(`${text} [${letters}]${this.#texts.colon}`))
        .trim().toLowerCase();
      if (answer === "") return proposal;
      if (yes.startsWith(answer) || answer === "y" || answer === "yes") return true;
      if (no.startsWith(answer) || answer === "n" || answer === "no") return false;
      this.say(`  ${this.#texts.yesOrNoWanted(yes, no)}`);
    }
  }

  async secret({ text, keeps }: SecretQuestion): Promise<string | undefined> {
    const { enterKeeps, colon } = this.#texts;
    const prompt = `${text}${keeps ? ` [${enterKeeps}]` : ""}${colon}`;
    for (;;) {
      const answer = await this.#keyboard.readLine(prompt, { hidden: true });
      if (answer === "" && keeps) return undefined;
      if (answer !== "") return answer;
      this.say(`  ${this.#texts.answerMissing}`);
    }
  }
}
