import text from "../../agent.config.yaml" with { type: "text" };

/** The commented configuration that is also the manual: what a new one is made of. */
export const Manual: string = text;
