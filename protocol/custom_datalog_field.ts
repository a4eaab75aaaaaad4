import { CUSTOM_DATALOG_PROPERTY, ObjectType, type PropertyRef } from "./object.ts";
import { encodeText } from "./text.ts";

/** A text of the owner's that the gateway writes into its datalog; write only (specification 4.7). */
export const customDatalogFieldProperty: PropertyRef = {
  objectType: ObjectType.customDatalogField,
  objectId: 0,
  propertyId: CUSTOM_DATALOG_PROPERTY,
};

/** In bytes of ISO-8859-15. */
export const MAX_CUSTOM_DATALOG_LENGTH = 250;

/** Throws a `RangeError` where the text is too long or holds a separator of the log file. */
export function encodeCustomDatalogField(text: string): Uint8Array {
  const reserved = /[;,#]/.exec(text);
  if (reserved !== null) {
    throw new RangeError(`Cannot log ${JSON.stringify(text)}: ${reserved[0]} separates fields`);
  }
  const bytes = encodeText(text);
  if (bytes.length > MAX_CUSTOM_DATALOG_LENGTH) {
    throw new RangeError(
      `Cannot log ${bytes.length} characters: at most ${MAX_CUSTOM_DATALOG_LENGTH}`,
    );
  }
  return bytes;
}
