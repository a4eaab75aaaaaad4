import type { Ask } from "./ask.ts";
import { nameComplaint } from "./ask_plant.ts";
import type { Dialogue } from "./surroundings.ts";

/** By what the agent gets into a broker; what is undefined stays as it is configured. */
export interface Credentials {
  readonly username?: string;
  readonly password?: string;
  /** The authority behind the broker's certificate. */
  readonly caFile?: string;
}

/** Whether an option says who the user is. */
export function isUserGiven(ask: Ask): boolean {
  return ask.given("--username") !== undefined || ask.given("--password-file") !== undefined;
}

/** Asks for a user and his password; of the agent's own broker, the owner makes them up. */
export async function askUser(
  dialogue: Dialogue,
  proposal = dialogue.base.config.mqtt.username,
  isOwn = false,
): Promise<Credentials> {
  const { ask, texts, base: { config: { mqtt } } } = dialogue;
  const username = await ask.text({
    flag: "--username",
    text: isOwn ? texts.newUsername : texts.username,
    proposal,
    complaint: (answer) => nameComplaint(answer, dialogue),
  });
  const keeps = username === mqtt.username && mqtt.password !== undefined;
  const password = await ask.secret({
    flag: "--password-file",
    text: isOwn ? texts.newPassword : texts.password,
    keeps,
  });
  return { username, ...(password !== undefined && { password }) };
}

/** Asks for the authority behind the certificate; nothing where a person goes back. */
export async function askCertificate(dialogue: Dialogue): Promise<Pick<Credentials, "caFile">> {
  const { ask, texts, surroundings } = dialogue;
  const file = await ask.text({
    flag: "--ca-file",
    text: texts.certificateFile,
    goesBack: true,
    complaint: (answer) => certificateComplaint(answer, dialogue),
  });
  return file === "" ? {} : { caFile: surroundings.readableFile(file) ?? file };
}

/** Why a file cannot be the authority's certificate; undefined where it can. */
export function certificateComplaint(
  answer: string,
  { ask, texts, surroundings }: Dialogue,
): string | undefined {
  const file = surroundings.readableFile(answer);
  if (file === undefined) return texts.cannotRead(answer);
  const isForService = surroundings.noService === undefined && ask.given("--service") !== false;
  return isForService && surroundings.isHiddenFromService(file) ? texts.hiddenFile : undefined;
}
