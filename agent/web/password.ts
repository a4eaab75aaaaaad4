import { timingSafeEqual } from "node:crypto";
import { Buffer } from "node:buffer";

/**
 * Whether a request carries the password, by HTTP basic authentication under any user name. The
 * time it takes tells nothing of the password but its length.
 */
export function isAuthorised(request: Request, password: string): boolean {
  const [scheme, credentials = ""] = (request.headers.get("authorization") ?? "").split(" ");
  if (scheme?.toLowerCase() !== "basic") return false;
  const decoded = Buffer.from(credentials, "base64");
  const colon = decoded.indexOf(":");
  if (colon < 0) return false;
  const given = decoded.subarray(colon + 1);
  const expected = Buffer.from(password);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
