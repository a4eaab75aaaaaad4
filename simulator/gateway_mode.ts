/** How the Xcom is set: in LAN mode it puts CR LF behind every frame. */
export const GatewayModes = ["232i", "lan"] as const;
export type GatewayMode = typeof GatewayModes[number];
