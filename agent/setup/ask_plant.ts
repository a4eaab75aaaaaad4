import { isName } from "../config/fields.ts";
import type { InstallationConfig } from "../config/installation_schema.ts";
import { isTimeZone, nearestTimeZone } from "../config/time_zone.ts";
import { linkWord } from "./link_label.ts";
import type { Dialogue } from "./surroundings.ts";

/** What an installation is called, and where its clock is. */
export interface PlantAnswer {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
}

/** Which installation it is about: an index, or undefined for one more. */
export async function askInstallation(
  { ask, texts, base }: Dialogue,
): Promise<number | undefined> {
  const { installations } = base.config;
  if (base.isNew) return undefined;
  const id = ask.given("--installation-id");
  if (id !== undefined) {
    const index = installations.findIndex((installation) => installation.id === id);
    return index < 0 ? undefined : index;
  }
  return await ask.choose<number | undefined>({
    flag: "--installation",
    text: texts.whichInstallation,
    options: [
      ...installations.map(({ id, name, link }, index) => ({
        label: `${name} (${id}, ${linkWord(link)})`,
        value: index,
        word: id,
      })),
      { label: texts.anotherGateway, value: undefined },
    ],
    proposal: installations.length === 1 ? 0 : undefined,
  });
}

/** Asks what a plant is called, and keeps what nobody is there to be asked about. */
export async function askPlant(
  dialogue: Dialogue,
  before: InstallationConfig | undefined,
): Promise<PlantAnswer> {
  const { ask, texts, base, surroundings } = dialogue;
  const taken = base.isNew ? [] : base.config.installations.map(({ id }) => id);
  const asks = (flag: string) =>
    before === undefined || ask.attended || ask.given(flag) !== undefined;
  const name = asks("--name")
    ? await ask.text({
      flag: "--name",
      text: texts.plantName,
      proposal: before?.name ?? texts.home,
      complaint: (answer) => nameComplaint(answer, dialogue),
    })
    : before!.name;
  const id = before?.id ?? await ask.text({
    flag: "--installation-id",
    text: texts.plantId,
    proposal: freeId(name, taken),
    complaint(answer) {
      return taken.includes(answer) ? texts.idTaken(answer) : idComplaint(answer, dialogue);
    },
  });
  const timeZone = asks("--time-zone")
    ? await ask.text({
      flag: "--time-zone",
      text: texts.plantTimeZone,
      proposal: before?.timeZone ?? surroundings.timeZone,
      complaint: (answer) => timeZoneComplaint(answer, dialogue),
    })
    : before!.timeZone;
  return { id, name, timeZone };
}

/** Why nothing can be called so; undefined where it can. */
export function nameComplaint(answer: string, { texts }: Dialogue): string | undefined {
  return isName(answer) ? undefined : texts.nameWrong;
}

/** Why a plant cannot have this id; undefined where it can. */
export function idComplaint(answer: string, { texts }: Dialogue): string | undefined {
  return isId(answer) ? undefined : texts.idWrong;
}

/** Why a clock cannot have this time zone; undefined where it can. */
export function timeZoneComplaint(answer: string, { texts }: Dialogue): string | undefined {
  return isTimeZone(answer) ? undefined : texts.timeZoneWrong(nearestTimeZone(answer));
}

// The agent's own topics have the name "agent".
function isId(text: string): boolean {
  return /^[a-z0-9_-]{1,64}$/.test(text) && text !== "agent";
}

/** The name as a topic level; with a number where another one has it. */
function freeId(name: string, taken: readonly string[]): string {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const level = plain.replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 60);
  const id = isId(level) ? level : "home";
  if (!taken.includes(id)) return id;
  let number = 2;
  while (taken.includes(`${id}_${number}`)) number++;
  return `${id}_${number}`;
}
