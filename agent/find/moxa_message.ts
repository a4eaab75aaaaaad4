/** A Moxa serial server in the network: an Xcom-LAN has one inside. */
export interface Moxa {
  /** As it tells it, which need not belong to this network. */
  readonly address: string;
  /** `00:90:E8:…`. */
  readonly mac: string;
}

/** Where a Moxa takes the question who is there, by UDP. */
export const MOXA_PORT = 4800;

const REQUEST = [0x01, 0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x00] as const;
const ANSWER = 0x81;
const MAC_AT = 14;
const MAC_LENGTH = 6;
const ADDRESS_LENGTH = 4;
const MIN_LENGTH = MAC_AT + MAC_LENGTH + ADDRESS_LENGTH;

/** The question who is there. */
export function moxaRequest(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(REQUEST);
}

/** Reads an answer: the MAC from its 14th byte on, the address last; undefined where it is none. */
export function decodeMoxaAnswer(datagram: Uint8Array): Moxa | undefined {
  if (datagram.length < MIN_LENGTH || datagram[0] !== ANSWER) return undefined;
  const mac = datagram.subarray(MAC_AT, MAC_AT + MAC_LENGTH);
  return {
    address: datagram.subarray(-ADDRESS_LENGTH).join("."),
    mac: Array.from(mac, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(":"),
  };
}
