import type { Log } from "../../../agent/log.ts";

/** A log for tests that look at something else. */
export const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
