import type {
  Ask,
  ChoiceQuestion,
  Option,
  SecretQuestion,
  TextQuestion,
  YesNoQuestion,
} from "./ask.ts";
import { refusedFlag } from "./refused_flag.ts";
import { SetupError } from "./setup_error.ts";
import type { Texts } from "./texts/texts.ts";

/** What the command line answers, by the flag's name: `--broker` → `embedded`. */
export type FlagAnswers = ReadonlyMap<string, string | boolean>;

/** What the flags need beside the answers. */
export interface FlagAskOptions {
  readonly answers: FlagAnswers;
  /** Who is asked what no flag answers; undefined where nobody is there. */
  readonly person: Ask | undefined;
  /** Whether proposals are taken without asking (`--yes`). */
  readonly takesProposals: boolean;
  readonly say: (line: string) => void;
  readonly texts: Texts;
}

/**
 * Answers by flags, each once: asked again, a person corrects it. Where nobody is there, proposals
 * are taken if that is allowed; else it throws a `SetupError` that names the missing flag.
 */
export class FlagAsk implements Ask {
  readonly #options: FlagAskOptions;
  readonly #used = new Set<string>();

  constructor(options: FlagAskOptions) {
    this.#options = options;
  }

  get attended(): boolean {
    return this.#person !== undefined;
  }

  given(flag: string): string | boolean | undefined {
    return this.#used.has(flag) ? undefined : this.#options.answers.get(flag);
  }

  say(line: string): void {
    this.#options.say(line);
  }

  async text(question: TextQuestion): Promise<string> {
    const given = this.#take(question.flag);
    if (given !== undefined) return this.#checked(String(given), question);
    if (this.#person !== undefined) return await this.#person.text(question);
    return this.#proposed(question.flag, question.proposal);
  }

  async choose<T>(question: ChoiceQuestion<T>): Promise<T> {
    const { flag, options, proposal } = question;
    const { texts } = this.#options;
    const given = this.#take(flag);
    if (given !== undefined) {
      const chosen = options.find(({ word }) => word === given);
      if (chosen !== undefined) return chosen.value;
      throw refusedFlag(flag, String(given), texts.giveOneOf(wordsOf(options)), texts);
    }
    if (this.#person !== undefined) return await this.#person.choose(question);
    const proposed = proposal === undefined ? undefined : options[proposal];
    return this.#proposed(flag, proposed, wordsOf(options)).value;
  }

  async yesNo(question: YesNoQuestion): Promise<boolean> {
    const given = this.#take(question.flag);
    if (given !== undefined) return given === true;
    if (this.#person !== undefined) return await this.#person.yesNo(question);
    return this.#proposed(question.flag, question.proposal);
  }

  async secret(question: SecretQuestion): Promise<string | undefined> {
    const given = this.#take(question.flag);
    if (given !== undefined) return String(given);
    if (this.#person !== undefined) return await this.#person.secret(question);
    // To keep what is there needs nobody's consent.
    return question.keeps ? undefined : this.#proposed(question.flag, undefined);
  }

  get #person(): Ask | undefined {
    return this.#options.takesProposals ? undefined : this.#options.person;
  }

  #take(flag: string): string | boolean | undefined {
    const given = this.given(flag);
    if (given !== undefined) this.#used.add(flag);
    return given;
  }

  #checked(answer: string, { flag, complaint }: TextQuestion): string {
    const trouble = complaint?.(answer);
    if (trouble === undefined) return answer;
    throw refusedFlag(flag, answer, trouble, this.#options.texts);
  }

  #proposed<T>(flag: string, proposal: T | undefined, words = ""): T {
    const { takesProposals, texts } = this.#options;
    if (takesProposals && proposal !== undefined) return proposal;
    const advice = words !== "" ? texts.giveOneOf(words) : texts.giveIt(proposal !== undefined);
    throw new SetupError("usage", texts.flagMissing(flag, advice));
  }
}

function wordsOf<T>(options: readonly Option<T>[]): string {
  return options.flatMap(({ word }) => word ?? []).join(", ");
}
