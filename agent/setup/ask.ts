/** A question, and the flag that answers it without asking, such as `--broker`. */
interface Question {
  readonly flag: string;
  readonly text: string;
}

/** A question for a line of text. */
export interface TextQuestion extends Question {
  /** What Enter takes; without one, something must be given. */
  readonly proposal?: string | undefined;
  /** Whether a person goes back by Enter alone; the answer is empty then. */
  readonly goesBack?: boolean;
  /** Why an answer will not do; undefined where it does. */
  readonly complaint?: (answer: string) => string | undefined;
}

/** One of several things to choose from. */
export interface Option<T> {
  readonly label: string;
  readonly value: T;
  /** The words by which the question's flag chooses it. */
  readonly word?: string;
}

/** A question for one of several; Enter takes the first. */
export interface ChoiceQuestion<T> extends Question {
  readonly options: readonly Option<T>[];
  /** The option's index that Enter takes, and an unattended run; undefined: it must be said. */
  readonly proposal?: number | undefined;
}

/** A question to answer by yes or no. */
export interface YesNoQuestion extends Question {
  readonly proposal: boolean;
}

/** A question whose answer is not shown. */
export interface SecretQuestion extends Question {
  /** Whether Enter keeps what is there; without it, something must be given. */
  readonly keeps: boolean;
}

/** Whom the dialogue asks: a person at a terminal, the command line's flags, a test. */
export interface Ask {
  /** Whether somebody is there who can correct an answer. */
  readonly attended: boolean;
  /** What a flag answers that was not used yet; undefined where it answers nothing. */
  given(flag: string): string | boolean | undefined;
  say(line: string): void;
  text(question: TextQuestion): Promise<string>;
  choose<T>(question: ChoiceQuestion<T>): Promise<T>;
  yesNo(question: YesNoQuestion): Promise<boolean>;
  /** Undefined where what is there is kept. */
  secret(question: SecretQuestion): Promise<string | undefined>;
}
