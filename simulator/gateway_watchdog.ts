import type { ParameterMemory } from "./parameters.ts";

/** Whether it is used, and after how many seconds it bites. */
const Parameter = { enabled: 5095, delay: 5096 } as const;

/** The gateway's own watchdog: it bites when nobody has asked anything for too long. */
export class GatewayWatchdog {
  #secondsSinceRequest = 0;

  /** Begins to wait anew: somebody asked something, or the gateway restarted. */
  feed(): void {
    this.#secondsSinceRequest = 0;
  }

  /** Lets time pass; says whether that was too long for a gateway with these parameters. */
  bitesAfter(seconds: number, parameters: Pick<ParameterMemory, "inForce">): boolean {
    this.#secondsSinceRequest += seconds;
    return parameters.inForce(Parameter.enabled) === 1 &&
      this.#secondsSinceRequest > parameters.inForce(Parameter.delay);
  }
}
