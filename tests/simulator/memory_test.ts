import assert from "node:assert/strict";
import { createGateway } from "../../simulator/scenario/scenario.ts";
import { heapAfterCollection } from "../support/heap.ts";

const DAY = 86_400;
/** What a month may leave behind beside its files on the SD card, in bytes. */
const SLACK = 6e6;

Deno.test("SimulatedInstallation takes no more memory after 30 days than after one, but for its files", () => {
  const { installation } = createGateway({ scenario: "house", start: "2026-06-01T00:00" });
  installation.settle(installation.clockSeconds + 2 * DAY);
  const files = installation.datalog.fileNames.length;
  const before = heapAfterCollection();
  installation.settle(installation.clockSeconds + 30 * DAY);
  const grown = heapAfterCollection() - before;
  const added = installation.datalog.fileNames.length - files;
  const text = installation.datalog.day(Math.floor(installation.clockSeconds / DAY) - 1)!.text();
  const columns = text.slice(0, text.indexOf("\r\n")).split(";").length;
  const written = added * 1440 * columns * 4;
  assert.ok(grown < written + SLACK, `${grown} bytes more, of them ${written} of ${added} files`);
  assert.ok(installation.messages.latest(Infinity).length <= 1000);
});
