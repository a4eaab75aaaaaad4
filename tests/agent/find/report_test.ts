import assert from "node:assert/strict";
import type { Findings, FoundGateway } from "../../../agent/find/finding.ts";
import { reportLines } from "../../../agent/find/report.ts";

const Nothing: Findings = {
  ports: [],
  dialIn: undefined,
  moxa: { asked: "255.255.255.255", moxas: [] },
};
const Gateway: FoundGateway = {
  kind: "found",
  link: { type: "serial", path: "/dev/ttyUSB0", baudRate: 38400, parity: "even" },
  mode: "Xcom-232i",
  devices: [],
};

Deno.test("reportLines() says that there is no port, and who was asked", () => {
  assert.deepEqual(reportLines(Nothing), [
    "no serial port: this machine has none; plug the adapter in, and look at `dmesg` where it " +
    "does not appear",
    "Moxa servers: none answers to 255.255.255.255: no Xcom-LAN is there, or the network keeps " +
    "the question back",
  ]);
});

Deno.test("reportLines() hands on why ports could not be listed and Moxas not asked", () => {
  const [ports, moxa] = reportLines({
    ...Nothing,
    portsProblem: "No serial ports here",
    moxa: { asked: "10.0.0.255", moxas: [], problem: "Cannot ask" },
  });
  assert.deepEqual([ports, moxa], ["No serial ports here", "Cannot ask"]);
});

Deno.test("reportLines() says where a gateway answers whose devices were not all told", () => {
  const [line] = reportLines({
    ...Nothing,
    ports: [{ ...Gateway, path: "/dev/ttyUSB0", adapter: "FTDI", incomplete: "No answer" }],
  });
  assert.equal(
    line,
    "/dev/ttyUSB0 (FTDI): a gateway answers at 38400 baud, parity even, mode Xcom-232i: " +
      "its devices could not be listed (No answer); try scan",
  );
});

Deno.test("reportLines() says so where nothing is behind a gateway", () => {
  const [line] = reportLines({ ...Nothing, ports: [{ ...Gateway, path: "/dev/ttyUSB0" }] });
  assert.match(line!, /mode Xcom-232i: no device behind it answers; look whether they are on/);
});

Deno.test("reportLines() gives a line to paste for each of several links", () => {
  const lines = reportLines({
    ...Nothing,
    ports: [{ ...Gateway, path: "/dev/ttyUSB0" }],
    dialIn: { ...Gateway, link: { type: "tcp-listen", port: 4001 }, port: 4001 },
  });
  assert.deepEqual(lines.slice(-3), [
    "2 links answer: write one installation for each gateway, with its line",
    "    link: { type: serial, path: /dev/ttyUSB0, baudRate: 38400, parity: even }",
    "    link: { type: tcp-listen, port: 4001 }",
  ]);
});

Deno.test("find says that nobody connected, and not what that means", () => {
  const nobody = (others: Partial<Findings>) =>
    reportLines({
      ...Nothing,
      ...others,
      dialIn: { kind: "nobody", port: 4002, waitedMs: 30_000 },
    }).find((line) => line.startsWith("port 4002"));
  assert.equal(
    nobody({}),
    "port 4002 (TCP): nobody connected within 30 s: an Xcom-LAN does so once its Moxa has this " +
      "machine's address and that port as a TCP destination, and no firewall is in between",
  );
  // Who has found the gateway needs no advice about another.
  assert.equal(
    nobody({ ports: [{ ...Gateway, path: "/dev/ttyUSB0" }] }),
    "port 4002 (TCP): nobody connected within 30 s",
  );
});

Deno.test("reportLines() tells what who dialled in was seen to do", () => {
  const lines = reportLines({
    ...Nothing,
    dialIn: { kind: "unanswered", port: 4001, verdict: "damaged" },
  });
  assert.match(lines[1]!, /^port 4001 \(TCP\): somebody connected; frames arrived damaged: /);
});
