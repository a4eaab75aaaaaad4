import { isDeepStrictEqual } from "node:util";
import { ConfigError, pathText } from "../config/problem.ts";
import type { Config } from "../config/schema.ts";
import { askAll } from "./dialogue.ts";
import { brokerReach } from "./broker_reach.ts";
import { type Answers, editsOf } from "./edits.ts";
import { SetupError } from "./setup_error.ts";
import type { Base, Dialogue } from "./surroundings.ts";
import type { Texts } from "./texts/texts.ts";
import type { WriteOutcome, WriteTrouble } from "./write_config.ts";
import { type Edit, editYaml, inlineYaml, YamlEditError } from "./yaml_edit.ts";

/** What the setup does at its end, and with what. */
export interface SetupDeeds {
  /** The configuration's file. */
  readonly file: string;
  /** Why it cannot be written; undefined where it can. */
  writeTrouble(): WriteTrouble | undefined;
  /** Reads a configuration's text; throws a `ConfigError` where it is none. */
  parse(text: string): Config;
  write(text: string): WriteOutcome;
}

/** What became of it. */
export interface SetupResult {
  readonly answers: Answers;
  /** Whether the configuration was written; not where it said all that already. */
  readonly changed: boolean;
}

/** Asks, shows what it will write, asks once more, and writes. Throws a `SetupError`. */
export async function setup(dialogue: Dialogue, deeds: SetupDeeds): Promise<SetupResult> {
  const { ask, texts, base } = dialogue;
  const { file } = deeds;
  // Nobody likes to answer ten questions for nothing.
  const trouble = deeds.writeTrouble();
  if (trouble !== undefined) throw cannotWrite(file, trouble, texts);
  ask.say(texts.welcome);
  if (!base.isNew) ask.say(texts.existing(file));
  const answers = await askAll(dialogue);
  const { text, shown, config } = explained(() => changed(answers, base, deeds, texts), texts);
  const reach = brokerReach(config.mqtt, dialogue);
  if (shown.length === 0) {
    ask.say(texts.nothingToChange(file));
    if (reach !== undefined) ask.say(reach);
    return { answers, changed: false };
  }
  ask.say(texts.summary(file));
  for (const line of shown.flatMap((edit) => editText(edit, base, texts))) ask.say(`  ${line}`);
  if (!await ask.yesNo({ flag: "--yes", text: texts.writeIt, proposal: true })) {
    throw new SetupError("declined", texts.declined);
  }
  const outcome = deeds.write(text);
  if (outcome.kind !== "written") throw cannotWrite(file, outcome, texts);
  ask.say(texts.written(file));
  if (outcome.backup !== undefined) ask.say(texts.backup(outcome.backup));
  if (reach !== undefined) ask.say(reach);
  return { answers, changed: true };
}

/** What is to be written, which changes are worth showing, and what is configured then. */
function changed(answers: Answers, base: Base, deeds: SetupDeeds, texts: Texts) {
  const edits = editsOf(answers, base);
  const shown = edits.filter((edit) => base.isNew || editYaml(base.text, [edit]) !== base.text);
  const text = editYaml(base.text, edits);
  if (shown.length === 0) return { text, shown, config: base.config };
  const config = deeds.parse(text);
  check(config, answers, texts);
  return { text, shown, config };
}

/** Nothing is written yet: what cannot be is the answers' fault, not the file's. */
function explained<T>(work: () => T, texts: Texts): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof YamlEditError) {
      throw new SetupError("usage", texts.changeByHand(error.setting), { cause: error });
    }
    if (!(error instanceof ConfigError)) throw error;
    const problems = error.problems.map(({ path, message }) => ({ setting: path, message }));
    throw new SetupError("usage", texts.wrongSetting(problems), { cause: error });
  }
}

/** What will be read of the text must be what was answered. */
function check({ installations, mqtt }: Config, answers: Answers, texts: Texts): void {
  const { id, name, timeZone } = answers.plant;
  const written = installations.find((installation) => installation.id === id);
  const { username, password, caFile, port } = answers.broker;
  const writtenPort = mqtt.url === "embedded" ? mqtt.port : undefined;
  const writtenCaFile = mqtt.url === "embedded" ? undefined : mqtt.tls?.caFile;
  const differing = [
    ["id", written?.id, id],
    ["name", written?.name, name],
    ["timeZone", written?.timeZone, timeZone],
    ["link", written?.link, answers.link],
    ["mqtt.url", mqtt.url, answers.broker.url],
    ["mqtt.port", writtenPort, port ?? writtenPort],
    ["mqtt.username", mqtt.username, username ?? mqtt.username],
    ["mqtt.password", mqtt.password, password ?? mqtt.password],
    ["mqtt.tls.caFile", writtenCaFile, caFile ?? writtenCaFile],
  ].filter(([, is, wanted]) => !isDeepStrictEqual(is, wanted))
    .map(([setting]) => ({ setting: setting as string }));
  if (differing.length > 0) throw new SetupError("usage", texts.wrongSetting(differing));
}

function editText({ path, value }: Edit, { isNew }: Base, texts: Texts): string[] {
  const name = pathText(path);
  if (value === undefined) return isNew ? [] : [`#${name}`];
  return [`${name}: ${name === "mqtt.password" ? texts.hidden : inlineYaml(value)}`];
}

function cannotWrite(file: string, trouble: WriteTrouble, texts: Texts): SetupError {
  return new SetupError("declined", texts.cannotWrite(file, reasonOf(trouble, texts)));
}

function reasonOf(trouble: WriteTrouble, texts: Texts): string {
  switch (trouble.kind) {
    case "read_only":
      return texts.readOnly;
    case "not_allowed":
      return texts.notAllowed;
    case "not_ours":
      return texts.notOurs;
    case "disk_full":
      return texts.diskFull;
    case "other":
      return texts.systemSays(trouble.system);
  }
}
