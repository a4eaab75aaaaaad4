import { encodeFrame } from "../../protocol/frame.ts";
import { FrameDecoder } from "../../protocol/frame_decoder.ts";
import { decodeRequest, encodeResponse, type Request } from "../../protocol/service.ts";

/** A request as it reached a scripted gateway. */
export interface Asked {
  readonly source: number;
  readonly destination: number;
  readonly request: Request;
}

/** What a scripted gateway says to a request: bytes that go out as they are. */
export type Script = (asked: Asked) => Iterable<Uint8Array>;

/** The peer of a memory link that answers every request by a script. */
export function scriptedPeer(script: Script): (bytes: Uint8Array) => Uint8Array[] {
  const decoder = new FrameDecoder();
  return (bytes) =>
    decoder.push(bytes).flatMap((event) => {
      if (event.kind !== "frame") return [];
      const { source, destination, data } = event.frame;
      return [...script({ source, destination, request: decodeRequest(data) })];
    });
}

/** The frame that answers a request with data. */
export function answerTo(
  { source, destination, request }: Asked,
  data: Uint8Array,
  flags = 0,
): Uint8Array {
  const { service, property } = request;
  return encodeFrame({
    flags,
    source: destination,
    destination: source,
    data: encodeResponse({ service, property, ok: true, data }),
  });
}

/** The frame that refuses a request. */
export function refusalOf({ source, destination, request }: Asked, code: number): Uint8Array {
  const { service, property } = request;
  return encodeFrame({
    flags: 0,
    source: destination,
    destination: source,
    data: encodeResponse({ service, property, ok: false, code }),
  });
}
