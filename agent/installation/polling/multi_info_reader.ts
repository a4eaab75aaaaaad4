import { GATEWAY_ADDRESS } from "../../../protocol/address.ts";
import { DecodeError } from "../../../protocol/bytes.ts";
import { ErrorCode, ScomError } from "../../../protocol/error_code.ts";
import {
  decodeMultiInfoAnswer,
  encodeMultiInfoRequest,
  type MultiInfoAnswer,
  type MultiInfoItem,
  multiInfoProperty,
} from "../../../protocol/multi_info.ts";
import { readRequest } from "../../../protocol/service.ts";
import type { Ask } from "../line/session.ts";

/** What a request for many user infos brought. */
export type MultiInfoResult =
  | {
    readonly kind: "read";
    /** One for each item, in their order: NaN where the device has none, undefined where the gateway does not know the item. */
    readonly values: ReadonlyArray<number | undefined>;
  }
  /** The gateway knows no such request, as before firmware 1.6.74. */
  | { readonly kind: "unsupported" };

/** Reads up to 76 user infos at once (specification 4.9). */
export class MultiInfoReader {
  readonly #ask: Ask;
  #requestNumber = 0;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Throws what `ask` throws where no answer came, or one that says "not now". */
  async read(items: readonly MultiInfoItem[]): Promise<MultiInfoResult> {
    try {
      const { values } = await this.#request(items);
      return { kind: "read", values };
    } catch (error) {
      if (error instanceof DecodeError) return { kind: "unsupported" };
      if (!(error instanceof ScomError) || error.transient) throw error;
      if (error.code !== ErrorCode.OBJECT_ID_NOT_FOUND) return { kind: "unsupported" };
      return await this.#bisect(items);
    }
  }

  /** One unknown item refuses the whole request: halves are asked for until it stands alone. */
  async #bisect(items: readonly MultiInfoItem[]): Promise<MultiInfoResult> {
    if (items.length === 1) return { kind: "read", values: [undefined] };
    const middle = Math.ceil(items.length / 2);
    const first = await this.read(items.slice(0, middle));
    if (first.kind === "unsupported") return first;
    const second = await this.read(items.slice(middle));
    if (second.kind === "unsupported") return second;
    return {
      kind: "read",
      values: [...first.values, ...second.values],
    };
  }

  async #request(items: readonly MultiInfoItem[]): Promise<MultiInfoAnswer> {
    // Its own number tells an answer from a late one to the same items.
    this.#requestNumber = (this.#requestNumber + 1) & 0xFFFF;
    const data = await this.#ask(
      GATEWAY_ADDRESS,
      readRequest(multiInfoProperty(this.#requestNumber), encodeMultiInfoRequest(items)),
    );
    return decodeMultiInfoAnswer(items, data);
  }
}
