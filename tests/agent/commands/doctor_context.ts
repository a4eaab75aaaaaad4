import type { AreaFinding } from "../../../agent/doctor/finding.ts";
import { configText } from "../../end_to_end/parts.ts";

type Sections = Readonly<Record<string, unknown>>;

/** A directory with a configuration whose gateway is at a TCP port. */
export async function configured(
  directory: string,
  port: number,
  sections: Sections = {},
): Promise<void> {
  const text = configText(directory, {
    installations: [{ id: "home", link: { type: "tcp", host: "127.0.0.1", port } }],
    mqtt: { url: "embedded", port: 0 },
    ...sections,
  });
  await Deno.writeTextFile(`${directory}/agent.config.yaml`, text, { mode: 0o600 });
}

/** Each area's findings as `verdict: text`. */
export function told(out: readonly string[]): Record<string, string[]> {
  const { findings } = JSON.parse(out.join("\n")) as { findings: AreaFinding[] };
  const areas: Record<string, string[]> = {};
  for (const { area, verdict, text } of findings) (areas[area] ??= []).push(`${verdict}: ${text}`);
  return areas;
}
