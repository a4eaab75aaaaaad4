import config from "../deno.json" with { type: "json" };

/** The agent's version, such as `0.1.0`. */
export const AGENT_VERSION: string = config.version;
