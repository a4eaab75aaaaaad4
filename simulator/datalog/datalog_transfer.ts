import { DATALOG_BLOCK_LENGTH, DatalogAction } from "../../protocol/datalog.ts";
import { type Answer, NO_DATA, refused } from "../answer.ts";

/** The transfer of one file or directory, block by block (specification 4.8). */
export class DatalogTransfer {
  #content: Uint8Array | undefined;
  #offset = 0;

  start(content: Uint8Array): Answer {
    this.#content = content;
    this.#offset = 0;
    return this.block();
  }

  /** The next block; the end is told again to whoever missed it. */
  next(): Answer {
    if (this.#content === undefined) return refused("INVALID_SERVICE_ARGUMENT");
    if (!isLast(this.#content, this.#offset)) this.#offset += DATALOG_BLOCK_LENGTH;
    return this.block();
  }

  /** The block that was sent last. */
  block(): Answer {
    if (this.#content === undefined) return refused("INVALID_SERVICE_ARGUMENT");
    return {
      ok: true,
      data: this.#content.subarray(this.#offset, this.#offset + DATALOG_BLOCK_LENGTH),
      propertyId: isLast(this.#content, this.#offset)
        ? DatalogAction.finish
        : DatalogAction.datablock,
    };
  }

  abort(): Answer {
    this.#content = undefined;
    return { ok: true, data: NO_DATA, propertyId: DatalogAction.finish };
  }
}

function isLast(content: Uint8Array, offset: number): boolean {
  return content.length - offset < DATALOG_BLOCK_LENGTH;
}
