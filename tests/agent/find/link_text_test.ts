import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { linkText } from "../../../agent/find/link_text.ts";
import { networkObstacleOf, obstacleOf } from "../../../agent/find/obstacle.ts";
import { LinkError } from "../../../agent/link/link_error.ts";
import { SystemError } from "../../../agent/link/system_error.ts";

Deno.test("linkText() writes a link as a configuration does", () => {
  assert.equal(
    linkText({
      type: "serial",
      path: "/dev/serial/by-id/usb-FTDI_A10KZP-if00-port0",
      baudRate: 38400,
      parity: "even",
    }),
    "link: { type: serial, path: /dev/serial/by-id/usb-FTDI_A10KZP-if00-port0, " +
      "baudRate: 38400, parity: even }",
  );
  assert.equal(
    linkText({ type: "tcp-listen", port: 4001 }),
    "link: { type: tcp-listen, port: 4001 }",
  );
});

Deno.test("linkText() is read back by YAML, whatever the path", () => {
  const character = fc.constantFrom(..."/aZ0._+-:,#{}[]'\" \\&*é");
  fc.assert(fc.property(fc.string({ unit: character }), (rest) => {
    const link = { type: "serial", path: `/${rest}`, baudRate: 115200, parity: "none" } as const;
    assert.deepEqual(parse(linkText(link)), { link });
  }));
});

Deno.test("obstacleOf() tells why a port did not open", () => {
  const obstacle = (errno: number) =>
    obstacleOf(new LinkError("", { cause: new SystemError("open", errno) }));
  assert.deepEqual([13, 1, 16, 11, 2, 25, 5, 22].map(obstacle), [
    "permission",
    "permission",
    "held",
    "held",
    "missing",
    "not_serial",
    "lifeless",
    "unusable",
  ]);
  assert.equal(obstacleOf(new LinkError("the driver refuses parity")), "setting");
});

Deno.test("networkObstacleOf() knows a host's wrong name, which Deno tells without a code", () => {
  const obstacle = (cause: Error) => networkObstacleOf(new LinkError("", { cause }));
  assert.equal(obstacle(new Error("failed to lookup address information")), "unknown_host");
  assert.equal(obstacle(new DOMException("aborted", "AbortError")), "unusable");
  assert.equal(obstacle(new Deno.errors.NotCapable("--allow-net")), "unusable");
});

Deno.test("networkObstacleOf() tells why a link through the network did not open", () => {
  const obstacle = (code: string) =>
    networkObstacleOf(new LinkError("", { cause: Object.assign(new Error(), { code }) }));
  const codes = ["ECONNREFUSED", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "EADDRINUSE", "EBUSY"];
  assert.deepEqual(codes.map(obstacle), [
    "refused",
    "silent",
    "unreachable",
    "unreachable",
    "in_use",
    "unusable",
  ]);
});
