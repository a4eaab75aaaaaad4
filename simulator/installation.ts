import { GATEWAY_ADDRESS } from "../protocol/address.ts";
import type { Family } from "../protocol/catalogue/datapoint.ts";
import type { Answer } from "./answer.ts";
import { SECONDS_PER_MINUTE } from "./calendar.ts";
import { CalendarTurns } from "./calendar_turns.ts";
import { Datalog, type SdCard } from "./datalog/datalog.ts";
import { logSheet } from "./datalog/datalog_columns.ts";
import { type Destination, destinationOf } from "./destination.ts";
import type { SimulatedDevice } from "./device.ts";
import { CommunicationLost, messageOf, MessageType } from "./events.ts";
import type { PastDay } from "./datalog/history.ts";
import { GatewayWatchdog } from "./gateway_watchdog.ts";
import { MessageLog } from "./message_log.ts";
import { readParameter, writeParameter } from "./parameter_access.ts";
import type { CyclePhase } from "./plant/charging/charge_cycle.ts";
import type { Disturbances } from "./plant/disturbances.ts";
import { forcePhase } from "./plant/force_phase.ts";
import { disturb, type Plant, release, restartDays, withControl } from "./plant/plant.ts";
import { leap, STEP_SECONDS } from "./plant/step.ts";
import { controlOf } from "./settings.ts";
import { type SunClock, withSunAhead, withSunAt } from "./sun_clock.ts";

const DataloggerEnabled = { parameter: 5101, no: 4 } as const;

/** In seconds: sums of fractions come to the same step although they are not exact. */
const NO_TIME = 1e-6;

/** One gateway and what is behind it: the plant, the devices that measure and steer it, the logs. */
export class SimulatedInstallation {
  readonly devices: readonly SimulatedDevice[];
  readonly messages = new MessageLog();
  readonly datalog: Datalog;
  readonly #gateway: SimulatedDevice;
  readonly #watchdog = new GatewayWatchdog();
  #plant: Plant;
  /** What the sun's clock gains on the gateway's in a second. */
  #sunGain = 0;
  /** Whether what happens is reported: not before the time that clients see. */
  #reports = false;
  /** Time that was let pass and makes no whole step yet. */
  #remainder = 0;
  readonly #turns: CalendarTurns;
  #restarted = false;

  constructor(
    plant: Plant,
    devices: readonly SimulatedDevice[],
    past: readonly PastDay[] = [],
  ) {
    this.#plant = plant;
    this.devices = devices;
    this.#gateway = devices.find(({ family }) => family === "rcc")!;
    this.datalog = new Datalog(logSheet(devices, plant.inverters, this.messages), past);
    this.#turns = new CalendarTurns(plant.time);
    this.#applySettings();
  }

  get plant(): Plant {
    return this.#plant;
  }

  /** Whether the gateway restarted since {5104} was last written. */
  get restarted(): boolean {
    return this.#restarted;
  }

  /** The gateway's clock: seconds since 1970 of local time. */
  get clockSeconds(): number {
    return this.#plant.time + this.#remainder + this.#plant.clockOffset;
  }

  /** Lets simulated time pass. */
  advance(seconds: number): void {
    let left = this.#remainder + seconds;
    // Within a step the clock shows the end of that step, not that of all that is to pass.
    this.#remainder = 0;
    for (; left >= STEP_SECONDS - NO_TIME; left -= STEP_SECONDS) this.#step(STEP_SECONDS);
    this.#remainder = left;
  }

  /** Lives through the time before anybody looks, up to a moment, in steps of a minute. */
  settle(until: number): void {
    while (this.#plant.time + SECONDS_PER_MINUTE <= until) this.#step(SECONDS_PER_MINUTE);
    this.advance(until - this.#plant.time);
  }

  /** From now on what happens is reported by messages. */
  open(): void {
    this.#reports = true;
  }

  /** Does something to the plant from outside; what is not given stays. */
  disturb(disturbances: Partial<Disturbances>): void {
    this.#plant = disturb(this.#plant, disturbances);
  }

  /**
   * Puts the sun, the weather and the consumers to another second of the day, and lets their day
   * pass at `rate` times the speed. Energies, batteries and the gateway's clock keep to theirs.
   */
  setSun({ secondOfDay, rate }: SunClock): void {
    if (secondOfDay !== undefined) this.#plant = withSunAt(this.#plant, secondOfDay);
    if (rate !== undefined) this.#sunGain = rate - 1;
  }

  /** Brings the charge of a device, or the one that it follows, into another phase. */
  forcePhase(device: SimulatedDevice, phase: CyclePhase): void {
    this.#plant = forcePhase(this.#plant, device.name, phase);
  }

  /** Switches a device on; one that had stopped for good tries again. */
  switchOn(device: SimulatedDevice): void {
    device.switchOn();
    this.#plant = release(this.#plant, device.name);
  }

  /** Puts another SD card into the gateway, or takes it out. */
  setSdCard(card: SdCard): void {
    if (card === this.datalog.card) return;
    this.datalog.setCard(card);
    if (card === "full") this.addMessage(MessageType.sdCardFull, GATEWAY_ADDRESS);
    if (card === "removed") this.addMessage(MessageType.sdCardRemoved, GATEWAY_ADDRESS);
  }

  deviceNamed(name: string): SimulatedDevice | undefined {
    return this.devices.find((device) => device.name === name);
  }

  /** The devices of a family that answer, by address. */
  reachable(family: Family): SimulatedDevice[] {
    return this.devices.filter((device) => device.family === family && device.reachable);
  }

  /** What an address reaches; no devices where there is nobody. */
  destination(address: number): Destination {
    return destinationOf(address, this.devices, this.#plant.inverters);
  }

  /** Reads a property of a parameter of one device. */
  read(device: SimulatedDevice, number: number, property: number): Answer {
    return readParameter(device, number, property, this.clockSeconds);
  }

  /** Writes a parameter of one device and lets it act. */
  write(device: SimulatedDevice, number: number, property: number, data: Uint8Array): Answer {
    const answer = writeParameter(device, number, property, data, this);
    if (answer.ok) this.#applySettings();
    return answer;
  }

  /** Puts the gateway's clock, in seconds since 1970 of local time. */
  setClock(seconds: number): void {
    const clockOffset = this.#plant.clockOffset + seconds - this.clockSeconds;
    this.#plant = { ...this.#plant, clockOffset };
  }

  /** Lets the free days of an Xtender begin now. */
  restartDays({ name }: SimulatedDevice): void {
    this.#plant = restartDays(this.#plant, name);
  }

  /** Notes a request for the gateway's watchdog. */
  noteRequest(): void {
    this.#watchdog.feed();
  }

  addMessage(type: number, source: number, value = 0): void {
    this.messages.add({ type, source, timestamp: Math.floor(this.clockSeconds), value });
  }

  /** The device answers no more, and the gateway reports it. */
  removeDevice(device: SimulatedDevice): void {
    device.reachable = false;
    this.addMessage(CommunicationLost[device.family], device.address);
  }

  restartDevice(device: SimulatedDevice): void {
    if (device.restarting) return;
    device.restart();
    this.#applySettings();
  }

  restartFamily(family: Family): void {
    for (const device of this.devices) if (device.family === family) this.restartDevice(device);
  }

  restartAll(): void {
    for (const device of this.devices) this.restartDevice(device);
    this.#restarted = true;
  }

  /** Restarts the gateway alone: the devices go on. */
  restartGateway(): void {
    this.#gateway.parameters.restart();
    this.#restarted = true;
    this.#watchdog.feed();
  }

  clearRestartFlag(): void {
    this.#restarted = false;
  }

  #step(seconds: number): void {
    this.#plant = leap(this.#plant, seconds);
    this.#report();
    for (const device of this.devices) {
      if (device.watchdogBites) this.restartDevice(device);
      if (device.advance(this.#plant, seconds)) this.#onStarted(device);
    }
    if (this.#watchdog.bitesAfter(seconds, this.#gateway.parameters)) {
      this.restartGateway();
      this.addMessage(MessageType.gatewayWatchdog, this.#gateway.address);
    }
    this.#keepCalendar(this.#plant.time + this.#plant.clockOffset);
    if (this.#sunGain !== 0) this.#plant = withSunAhead(this.#plant, this.#sunGain * seconds);
  }

  /** Hands on what the devices tell of the last step; one without communication tells nothing. */
  #report(): void {
    if (!this.#reports) return;
    for (const event of this.#plant.events) {
      const device = this.deviceNamed(event.device);
      if (device === undefined || !device.reachable) continue;
      this.messages.add(messageOf(event, device.address, this.#plant.clockOffset));
    }
  }

  #keepCalendar(clock: number): void {
    const turn = this.#turns.passed(clock);
    if (turn === undefined) return;
    for (const device of this.devices) device.infos.endMinute();
    if (this.#isLogging()) this.datalog.record(turn.minute * SECONDS_PER_MINUTE);
    if (turn.day === undefined) return;
    this.datalog.endDay(turn.day);
    for (const device of this.devices) device.infos.endDay();
  }

  #isLogging(): boolean {
    const { parameter, no } = DataloggerEnabled;
    return this.#gateway.parameters.inForce(parameter) !== no;
  }

  #onStarted(device: SimulatedDevice): void {
    this.#applySettings();
    if (device.family === "xt" && this.#reports) {
      this.addMessage(MessageType.xtenderStarted, device.address);
    }
  }

  /** Tells the plant what the parameters in force allow. */
  #applySettings(): void {
    this.#plant = withControl(this.#plant, controlOf(this.devices));
  }
}
