import { askBroker } from "./ask_broker.ts";
import { askLink } from "./ask_link.ts";
import { askInstallation, askPlant } from "./ask_plant.ts";
import { checkFlags } from "./check_flags.ts";
import type { Answers } from "./edits.ts";
import type { Dialogue } from "./surroundings.ts";

/** What the steps have found out so far. */
type Known = Partial<Answers>;

type Step = (dialogue: Dialogue, known: Known) => Promise<Known>;

/** Every step, in the order in which they are taken; none changes anything. */
const Steps: readonly Step[] = [
  async (dialogue) => ({ index: await askInstallation(dialogue) }),
  async (dialogue, known) => ({ link: await askLink(dialogue, before(dialogue, known)) }),
  async (dialogue, known) => ({ plant: await askPlant(dialogue, before(dialogue, known)) }),
  async (dialogue) => ({ broker: await askBroker(dialogue) }),
  async ({ ask, texts, base }) => ({
    discovery: await ask.yesNo({
      flag: "--home-assistant",
      text: texts.homeAssistant,
      proposal: base.config.homeAssistant.discovery,
    }),
  }),
  async (dialogue) => ({ service: await askService(dialogue) }),
];

/** Takes every step, one after the other, once no option's answer is wrong. */
export async function askAll(dialogue: Dialogue): Promise<Answers> {
  checkFlags(dialogue);
  let known: Known = {};
  for (const step of Steps) known = { ...known, ...await step(dialogue, known) };
  const { index, link, plant, broker, discovery, service } = known;
  if (!link || !plant || !broker || discovery === undefined || service === undefined) {
    throw new TypeError("A step did not answer");
  }
  return { index, link, plant, broker, discovery, service };
}

function before({ base }: Dialogue, { index }: Known) {
  return index === undefined ? undefined : base.config.installations[index];
}

async function askService({ ask, texts, surroundings }: Dialogue): Promise<boolean> {
  const { noService } = surroundings;
  if (noService !== undefined) {
    const reason = texts.noService[noService];
    if (ask.given("--service") === undefined) ask.say(reason);
    return false;
  }
  return await ask.yesNo({ flag: "--service", text: texts.service, proposal: true });
}
