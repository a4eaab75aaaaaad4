import { GATEWAY_ADDRESS } from "../protocol/address.ts";
import { concat, DecodeError } from "../protocol/bytes.ts";
import { MAX_CUSTOM_DATALOG_LENGTH } from "../protocol/custom_datalog_field.ts";
import { encodeFrame, type Frame, FrameFlag } from "../protocol/frame.ts";
import { FrameDecoder } from "../protocol/frame_decoder.ts";
import { encodeGuid } from "../protocol/guid.ts";
import { CUSTOM_DATALOG_PROPERTY, ObjectType, type PropertyRef } from "../protocol/object.ts";
import { decodeRequest, encodeResponse, type Request, ServiceId } from "../protocol/service.ts";
import { decodeText } from "../protocol/text.ts";
import { accepted, type Answer, refused } from "./answer.ts";
import type { SimulatedDevice } from "./device.ts";
import type { SimulatedInstallation } from "./installation.ts";
import { answerMultiInfo } from "./multi_info.ts";
import { RemoteScreen } from "./screen.ts";
import { isAtLeast } from "./version.ts";
import type { GatewayMode } from "./gateway_mode.ts";

export interface GatewayOptions {
  /** X.Y.Z; below 1.6.74 it knows no multi-info. */
  readonly firmware: string;
  readonly mode: GatewayMode;
  /** Answers reads at a multicast address like the first device, as old clients expect. */
  readonly lenient: boolean;
  /** 32 hexadecimal digits. */
  readonly guid: string;
}

const MULTI_INFO_FIRMWARE = "1.6.74";
const CR_LF = Uint8Array.of(0x0D, 0x0A);

/**
 * An Xcom as its clients see it: bytes in, bytes out. Time passes only by `advance()`, and the
 * same seed and the same requests give the same answers.
 */
export class SimulatedGateway {
  readonly installation: SimulatedInstallation;
  readonly #options: GatewayOptions;
  #firmware: string;
  readonly #decoder = new FrameDecoder();
  /** What the gateway itself serves, by object type; each for reading, but the custom field. */
  readonly #services: ReadonlyMap<number, (request: Request) => Answer>;

  constructor(installation: SimulatedInstallation, options: GatewayOptions) {
    this.installation = installation;
    this.#options = options;
    this.#firmware = options.firmware;
    const { messages, datalog } = installation;
    const screen = new RemoteScreen();
    this.#services = new Map<number, (request: Request) => Answer>([
      [ObjectType.message, ({ property }) => messages.read(property.objectId)],
      [ObjectType.guid, () => accepted(encodeGuid(options.guid))],
      [ObjectType.customDatalogField, (request) => this.#setCustomField(request)],
      [ObjectType.multiInfo, (request) => this.#multiInfo(request)],
      [ObjectType.screen, ({ property }) => screen.press(property.objectId, installation)],
      [ObjectType.datalog, ({ property, data }) => datalog.transfer(property, data)],
    ]);
  }

  /** Answers every request that the chunk completes; what does not check gets no answer. */
  receive(chunk: Uint8Array): Uint8Array[] {
    const answers: Uint8Array[] = [];
    for (const event of this.#decoder.push(chunk)) {
      const answer = event.kind === "frame" ? this.answer(event.frame) : undefined;
      if (answer !== undefined) answers.push(answer);
    }
    return answers;
  }

  /** The answer to one frame; none where it holds no request. */
  answer(frame: Frame): Uint8Array | undefined {
    let request: Request;
    try {
      request = decodeRequest(frame.data);
    } catch (error) {
      if (error instanceof DecodeError) return undefined;
      throw error;
    }
    this.installation.noteRequest();
    const { service, property } = request;
    const answer = this.#answerTo(frame.destination, request);
    const bytes = encodeFrame({
      flags: this.#flags(),
      source: frame.destination,
      destination: frame.source,
      data: encodeResponse({ ...answer, service, property: toldProperty(property, answer) }),
    });
    return this.#options.mode === "lan" ? concat([bytes, CR_LF]) : bytes;
  }

  /** Lets simulated time pass. */
  advance(seconds: number): void {
    this.installation.advance(seconds);
  }

  /** Takes a device off the bus, as a broken cable does; the gateway reports it. */
  removeDevice(name: string): void {
    this.installation.removeDevice(this.#device(name));
  }

  /** Breaks a device: it does nothing any more and does not answer; the gateway reports it. */
  breakDevice(name: string): void {
    const { broken } = this.installation.plant.disturbances;
    this.removeDevice(name);
    if (!broken.includes(name)) this.installation.disturb({ broken: [...broken, name] });
  }

  /** Puts a device back on the bus, repaired where it was broken. */
  restoreDevice(name: string): void {
    const { broken } = this.installation.plant.disturbances;
    this.#device(name).reachable = true;
    this.installation.disturb({ broken: broken.filter((each) => each !== name) });
  }

  /** Sets the restart flag and forgets what the gateway had only in RAM. */
  restartGateway(): void {
    this.installation.restartGateway();
  }

  /** Restarts a device, which loses what it had only in RAM. */
  restartDevice(name: string): void {
    this.installation.restartDevice(this.#device(name));
  }

  /** Loads another firmware, X.Y.Z, into the gateway or a device; it restarts with it. */
  loadFirmware(name: string, firmware: string): void {
    const device = this.#device(name);
    device.load(firmware);
    if (device.family !== "rcc") return this.restartDevice(name);
    this.#firmware = firmware;
    this.restartGateway();
  }

  /** Reports something: a type of the catalogue of messages, and the address of its source. */
  addMessage(type: number, source: number, value = 0): void {
    this.installation.addMessage(type, source, value);
  }

  /** The true value of an info of a device by its name, in the catalogue's unit. */
  readInfo(device: string, number: number): number {
    const value = this.#device(device).info(number);
    if (value === undefined) throw new RangeError(`Cannot read info ${number}: ${device} has none`);
    return value;
  }

  #device(name: string): SimulatedDevice {
    const device = this.installation.deviceNamed(name);
    if (device === undefined) {
      const names = this.installation.devices.map((each) => each.name).join(", ");
      throw new RangeError(`Cannot find device ${name}: there are ${names}`);
    }
    return device;
  }

  #flags(): number {
    const { messages, restarted, datalog } = this.installation;
    return FrameFlag.datalogSupported |
      (datalog.card === "removed" ? 0 : FrameFlag.sdCardPresent) |
      (datalog.card === "full" ? FrameFlag.sdCardFull : 0) |
      (messages.pending ? FrameFlag.messagePending : 0) |
      (restarted ? FrameFlag.restarted : 0) |
      (datalog.hasNewFile ? FrameFlag.newDatalogFile : 0);
  }

  #answerTo(destination: number, request: Request): Answer {
    const { service, property: { objectType } } = request;
    if (service !== ServiceId.readProperty && service !== ServiceId.writeProperty) {
      return refused("SERVICE_NOT_SUPPORTED");
    }
    if (objectType === ObjectType.userInfo || objectType === ObjectType.parameter) {
      return this.#answerOfDevices(destination, request);
    }
    const serve = this.#services.get(objectType);
    if (serve === undefined) return refused("TYPE_NOT_SUPPORTED");
    if (destination !== GATEWAY_ADDRESS) {
      const { devices } = this.installation.destination(destination);
      return refused(devices.length === 0 ? "DEVICE_NOT_FOUND" : "TYPE_NOT_SUPPORTED");
    }
    const writes = service === ServiceId.writeProperty;
    const writable = objectType === ObjectType.customDatalogField;
    return writes === writable ? serve(request) : refused("SERVICE_NOT_SUPPORTED");
  }

  #answerOfDevices(destination: number, request: Request): Answer {
    const { devices, multicast } = this.installation.destination(destination);
    const [first] = devices;
    if (first === undefined) return refused("DEVICE_NOT_FOUND");
    const { objectType } = request.property;
    if (request.service === ServiceId.writeProperty) {
      if (objectType === ObjectType.userInfo) return refused("PROPERTY_IS_READ_ONLY");
      return this.#write(devices, request);
    }
    if (multicast && !this.#options.lenient) return refused("MULTICAST_READ_NOT_SUPPORTED");
    const { objectId, propertyId } = request.property;
    return objectType === ObjectType.userInfo
      ? first.readInfo(objectId)
      : this.installation.read(first, objectId, propertyId);
  }

  /** A write that reaches several is answered well when one of them took it. */
  #write(devices: readonly SimulatedDevice[], { property, data }: Request): Answer {
    const answers = devices.map((device) =>
      this.installation.write(device, property.objectId, property.propertyId, data)
    );
    return answers.find(({ ok }) => ok) ?? answers[0]!;
  }

  #multiInfo({ property, data }: Request): Answer {
    if (!isAtLeast(this.#firmware, MULTI_INFO_FIRMWARE)) {
      return refused("SERVICE_NOT_SUPPORTED");
    }
    return property.objectId === 1
      ? answerMultiInfo(this.installation, data)
      : refused("OBJECT_ID_NOT_FOUND");
  }

  #setCustomField({ property, data }: Request): Answer {
    if (property.propertyId !== CUSTOM_DATALOG_PROPERTY) return refused("PROPERTY_NOT_SUPPORTED");
    if (data.length > MAX_CUSTOM_DATALOG_LENGTH) return refused("INVALID_DATA_LENGTH");
    const text = decodeText(data);
    if (/[;,#]/.test(text)) return refused("INVALID_DATA");
    this.installation.datalog.setCustomField(text);
    return accepted();
  }
}

function toldProperty(asked: PropertyRef, answer: Answer): PropertyRef {
  const { propertyId = asked.propertyId } = answer.ok ? answer : {};
  return { ...asked, propertyId };
}
