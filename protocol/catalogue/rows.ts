import type { Parameter, UserInfo } from "./datapoint.ts";
import type { OptionList } from "./options.ts";

/** What a row leaves to be worked out: see `expand.ts`. */
type Derived = "family" | "key" | "options" | "note";

/** A user info as a table writes it. */
export interface InfoRow extends Omit<UserInfo, Derived> {
  readonly options?: OptionList;
}

/** A parameter as a table writes it; the options of an enumeration imply its limits. */
export interface ParameterRow extends Omit<Parameter, Derived> {
  readonly options?: OptionList;
}

/** Everything the manufacturer says of one family's datapoints; both lists go by number. */
export interface FamilyTable {
  readonly infos: readonly InfoRow[];
  readonly parameters: readonly ParameterRow[];
  /** Remarks that change the meaning, by number. */
  readonly notes: Readonly<Record<number, string>>;
}
