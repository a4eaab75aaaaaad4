/** A parameter that acts on the plant by its value. */
export interface ActingParameter {
  /** Its number in the catalogue. */
  readonly number: number;
  /** What makes of its value the plant's unit: V, A, W, Wh, s, Hz, °C, or a share. */
  readonly scale: number;
}

/** A parameter that lets something be or not, 1 for yes. */
export interface ActingSwitch {
  /** Its number in the catalogue. */
  readonly number: number;
  readonly yes: 1;
}

/**
 * The inputs of a model that a table of acting parameters sets, by their names; they may stand in
 * groups.
 */
export type SettingsOf<Table> = Table extends ActingSwitch ? boolean
  : Table extends ActingParameter ? number
  : { readonly [Input in keyof Table]: SettingsOf<Table[Input]> };

/** Of a parameter in minutes, hours, days or weeks: the scale that makes seconds of it. */
export const MINUTE = 60;
/** See `MINUTE`. */
export const HOUR = 3600;
/** See `MINUTE`. */
export const DAY = 86400;
/** See `MINUTE`. */
export const WEEK = 7 * DAY;
/** Of a parameter in per cent: the scale that makes a share of it. */
export const PERCENT = 0.01;

/** The parameter of a number sets an input; without a scale in the plant's own unit. */
export function acts(number: number, scale = 1): ActingParameter {
  return { number, scale };
}

/** The parameter of a number says whether an input is so. */
export function switches(number: number): ActingSwitch {
  return { number, yes: 1 };
}

/** The inputs of a model as the parameters in force set them. */
export function settingsFrom<Table extends object>(
  table: Table,
  inForce: (number: number) => number,
): SettingsOf<Table> {
  return resolve(table, inForce) as SettingsOf<Table>;
}

/** All parameters of a table, with the path to the input that each sets. */
export function* actingIn(
  table: object,
  path: readonly string[] = [],
): Generator<{ readonly number: number; readonly input: string }> {
  if (isSwitch(table) || isParameter(table)) yield { number: table.number, input: path.join(".") };
  else for (const [name, inner] of entries(table)) yield* actingIn(inner, [...path, name]);
}

function resolve(table: object, inForce: (number: number) => number): unknown {
  if (isSwitch(table)) return inForce(table.number) === table.yes;
  if (isParameter(table)) return inForce(table.number) * table.scale;
  const resolved = entries(table).map(([name, inner]) => [name, resolve(inner, inForce)] as const);
  return Array.isArray(table) ? resolved.map(([, value]) => value) : Object.fromEntries(resolved);
}

function entries(table: object): [string, object][] {
  return Object.entries(table);
}

function isParameter(table: object): table is ActingParameter {
  return "number" in table && "scale" in table;
}

function isSwitch(table: object): table is ActingSwitch {
  return "number" in table && "yes" in table;
}
