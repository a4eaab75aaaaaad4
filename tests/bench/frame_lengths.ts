import { frameLength } from "../../protocol/frame.ts";
import { encodeRequest, encodeResponse, type Request } from "../../protocol/service.ts";

/** What one exchange puts on the line, in bytes. */
export interface FrameLengths {
  readonly asked: number;
  readonly answered: number;
}

/** The lengths of a request's frame, and of an answer's with so many bytes of property data. */
export function frameLengths(request: Request, answerData: number): FrameLengths {
  const { service, property } = request;
  const response = encodeResponse({
    service,
    property,
    ok: true,
    data: new Uint8Array(answerData),
  });
  return {
    asked: frameLength(encodeRequest(request).length),
    answered: frameLength(response.length),
  };
}

/** The property data of an answer with so many infos: flags and time, then each item (4.9). */
export function multiInfoAnswerLength(infos: number): number {
  return 8 + 7 * infos;
}
