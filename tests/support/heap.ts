import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What is in use after everything unused was collected, in bytes; typed arrays included. */
export function heapAfterCollection(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}
