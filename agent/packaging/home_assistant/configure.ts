import { rm } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "../../system_clock.ts";
import {
  type AddonOptions,
  type BrokerAccess,
  configFiles,
  missingOption,
  SecretFiles,
} from "./addon_options.ts";
import { AddonError, brokerOfHomeAssistant, type Supervisor } from "./supervisor.ts";

const SECRET = 0o600;
const PASSWORD_BYTES = 24;

/** Writes the agent's configuration into the add-on's directory, from the options that lie there. */
export async function configure(directory: string, supervisor: Supervisor): Promise<void> {
  const options: AddonOptions = JSON.parse(
    await Deno.readTextFile(join(directory, "options.json")),
  );
  const missing = missingOption(options);
  if (missing !== undefined) throw new AddonError(missing);
  const broker = ownBroker(options) ?? await brokerOfHomeAssistant(supervisor);
  const files = configFiles(options, broker, generatedPassword());
  // What the user took out must not stay behind, nor go into backups.
  for (const name of SecretFiles) {
    if (!files.some((file) => file.name === name)) await rm(join(directory, name), { force: true });
  }
  for (const { name, text } of files) {
    const path = join(directory, name);
    await Deno.writeTextFile(`${path}.new`, text, { mode: SECRET });
    await Deno.rename(`${path}.new`, path);
  }
}

function ownBroker(options: AddonOptions): BrokerAccess | undefined {
  const { mqtt_url: url, mqtt_username: username, mqtt_password: password } = options;
  return url ? { url, ...(username && { username }), ...(password && { password }) } : undefined;
}

/** One that nobody knows: it closes the web server to whoever was given none. */
function generatedPassword(): string {
  return crypto.getRandomValues(new Uint8Array(PASSWORD_BYTES)).toHex();
}

function say(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`studer-agent: ${line}\n`));
}

if (import.meta.main) {
  const [url, directory] = Deno.args as [string, string];
  const token = Deno.env.get("SUPERVISOR_TOKEN") ?? "";
  try {
    await configure(directory, { url, token, clock: systemClock, say });
  } catch (error) {
    if (!(error instanceof AddonError)) throw error;
    say(error.message);
    Deno.exit(2);
  }
}
