import assert from "node:assert/strict";
import { AGENT_VERSION } from "../../../agent/packaging/bundle.ts";
import { DENO_VERSION, type Target, Targets } from "../../../agent/packaging/targets.ts";
import type { Ended } from "./portable_parts.ts";

/** Asserts that a program said to `version --json` what it was built of, and nothing else. */
export function assertOwnVersions({ code, out, err }: Ended, target: Target): void {
  assert.equal(code, 0, err);
  const { catalogue, ...versions } = JSON.parse(out);
  assert.deepEqual(versions, {
    version: AGENT_VERSION,
    target: Targets[target].triple,
    deno: DENO_VERSION,
  });
  assert.match(catalogue, /^\d+\.\d+\.\d+$/);
  assert.equal(err, "");
}
