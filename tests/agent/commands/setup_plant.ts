import { simulator } from "../../end_to_end/parts.ts";
import { fastClock } from "../../support/fast_clock.ts";
import { makePasswordFile, startMosquitto } from "../../support/mosquitto.ts";

/** A gateway, and a broker that only lets the user `agent` in, with the password `right`. */
export interface PlantWithBroker extends AsyncDisposable {
  /** The gateway's serial port. */
  readonly pty: string;
  /** The broker's host and port. */
  readonly broker: string;
}

/** Starts both; the gateway's port is `gateway` in the directory. */
export async function plantWithBroker(directory: string): Promise<PlantWithBroker> {
  await using started = new AsyncDisposableStack();
  const passwords = await makePasswordFile("agent", "right");
  started.defer(() => Deno.remove(passwords));
  const mosquitto = await startMosquitto({
    listener: ["allow_anonymous false", `password_file ${passwords}`],
  });
  started.defer(() => mosquitto.stop());
  const pty = `${directory}/gateway`;
  const plant = await simulator({ scenario: "cabin", pty }, fastClock(1));
  started.defer(() => plant.close());
  const all = started.move();
  return {
    pty,
    broker: `127.0.0.1:${mosquitto.port}`,
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
