import { judgeClock } from "../../../agent/doctor/clock_check.ts";
import { judgeDevices } from "../../../agent/doctor/devices_check.ts";
import { type GatewayFacts, judgeGateway } from "../../../agent/doctor/gateway_check.ts";
import { judgeLine, judgePortName } from "../../../agent/doctor/line_check.ts";
import { judgeWatchdogs } from "../../../agent/doctor/watchdog_check.ts";
import type { NamedPort } from "../../../agent/doctor/machine.ts";
import type { DeviceSummary } from "../../../agent/control/plant_access.ts";
import type { Observation } from "../../../agent/find/line_observer.ts";
import { judgementTests } from "./judgements.ts";

const quiet: Observation = {
  receivedBytes: 0,
  answers: 0,
  foreign: 0,
  echoes: 0,
  damaged: 0,
  lineEnds: 0,
};

function device(name: string, firmware: string, model = "XTH"): DeviceSummary {
  const family = name.replace(/\d+$/, "") as DeviceSummary["family"];
  return {
    name,
    family,
    address: 101,
    model,
    firmware,
    serialNumber: "1A2B3C4D",
    nominalVoltage: 48,
  };
}

const ports: readonly NamedPort[] = [
  { path: "/dev/ttyAMA0", lastingName: undefined },
  { path: "/dev/ttyUSB0", lastingName: "/dev/serial/by-id/usb-a" },
  { path: "/dev/ttyUSB1", lastingName: "/dev/serial/by-path/b" },
  { path: "/dev/ttyUSB2", lastingName: undefined },
];

const gateway: DeviceSummary = { ...device("xcom", ""), family: "rcc", model: "Xcom" };
const found = { kind: "found", devices: [gateway] } as const;
const lost = { kind: "lost", problem: "No answer from address 501 within 2000 ms" } as const;

const noon = Date.UTC(2026, 5, 21, 12) / 1000;
const clockOf = (value: number) =>
  judgeClock({ gateway: { kind: "value", value }, expected: noon, timeZone: "Europe/Paris" });

const seen: GatewayFacts = {
  scan: found,
  observation: quiet,
  silence: "",
  parity: undefined,
  readsManyInfos: undefined,
};

judgementTests({
  judgeLine: [
    [
      "a line of our own",
      judgeLine({ kind: "open", link: "tcp a:1", throughAgent: false }),
      /^ok: tcp a:1: opens$/,
    ],
    [
      "a running agent's",
      judgeLine({ kind: "open", link: "tcp a:1", throughAgent: true }),
      /^ok: .*asked through the running agent$/,
    ],
    [
      "a port that is missing",
      judgeLine({
        kind: "closed",
        problem: "Cannot open /dev/a: no such port; plug it in",
        holders: [],
      }),
      /^fault: Cannot open \/dev\/a: no such port → plug it in$/,
    ],
    [
      "a port that another agent holds",
      judgeLine({
        kind: "closed",
        problem: "Cannot open /dev/a: another program holds it; stop it",
        holders: [{ pid: 7, command: "studer-agent-aa" }],
      }),
      /has it open → an agent with another state directory holds it: give its configuration/,
    ],
    [
      "a port that another program holds",
      judgeLine({
        kind: "closed",
        problem: "Cannot open /dev/a: another program holds it; stop it",
        holders: [{ pid: 7, command: "minicom" }],
      }),
      /^fault: .*: minicom \(process 7\) has it open → stop that program$/,
    ],
  ],
  judgePortName: [
    [
      "a port whose number may change",
      judgePortName("/dev/ttyUSB0", ports),
      /^note: \/dev\/ttyUSB0 may be another adapter.* → write \/dev\/serial\/by-id\/usb-a as the path/,
    ],
    [
      "a number that is gone",
      judgePortName("/dev/ttyUSB7", ports),
      /^note: .* → write \/dev\/serial\/by-id\/usb-a or \/dev\/serial\/by-path\/b as the path/,
    ],
    ["an adapter that has no other name", judgePortName("/dev/ttyUSB2", ports), /^$/],
    ["a name that stays", judgePortName("/dev/serial/by-id/usb-a", ports), /^$/],
    ["a port on the board", judgePortName("/dev/ttyAMA0", ports), /^$/],
  ],
  judgeGateway: [
    [
      "silence behind the wrong parity",
      judgeGateway({ ...seen, scan: lost, parity: "none" }),
      /^fault: .* → the line's parity is none, an Xcom's is even: set parity: even; or not a single/,
    ],
    [
      "new firmware",
      judgeGateway({ ...seen, readsManyInfos: true }),
      /^ok: firmware 1\.6\.74 or newer/m,
    ],
    [
      "old firmware",
      judgeGateway({ ...seen, readsManyInfos: false }),
      /^note: firmware before 1\.6\.74: .* → update the Xcom's firmware$/m,
    ],
    [
      "an Xcom-232i",
      judgeGateway({
        ...seen,
        observation: { ...quiet, answers: 9 },
      }),
      /^ok: answers, in the mode Xcom-232i$/,
    ],
    [
      "an Xcom-LAN",
      judgeGateway({
        ...seen,
        observation: { ...quiet, answers: 9, lineEnds: 9 },
      }),
      /^ok: answers, in the mode Xcom-LAN$/,
    ],
    [
      "one whose line was not seen",
      judgeGateway({
        ...seen,
        observation: undefined,
      }),
      /^ok: answers$/,
    ],
    [
      "silence",
      judgeGateway({
        ...seen,
        scan: lost,
      }),
      /^fault: the gateway does not answer: No answer.* → not a single byte arrived: check the cable/,
    ],
    [
      "bytes without frames",
      judgeGateway({
        ...seen,
        scan: lost,
        observation: { ...quiet, receivedBytes: 40 },
      }),
      /→ bytes arrived but no frame.*parity/,
    ],
    [
      "silence on a line that nobody was seen to ask over",
      judgeGateway({
        ...seen,
        scan: lost,
        observation: undefined,
        silence: "look at the Moxa",
      }),
      /^fault: .* → look at the Moxa$/,
    ],
    [
      "a line that says itself what it lacks",
      judgeGateway({
        ...seen,
        scan: { kind: "lost", problem: "Cannot open /dev/a: no such port; plug the adapter in" },
        parity: "none",
      }),
      /^fault: the gateway does not answer: Cannot open \/dev\/a: no such port → plug the adapter in$/,
    ],
    [
      "damage",
      judgeGateway({
        ...seen,
        observation: { ...quiet, answers: 90, damaged: 10 },
      }),
      /^warning: 10 of 100 frames arrived damaged → look at the cable.*parity must be even/m,
    ],
    [
      "little damage",
      judgeGateway({
        ...seen,
        observation: { ...quiet, answers: 99, damaged: 1 },
      }),
      /^ok: [^\n]*$/,
    ],
    [
      "a portal",
      judgeGateway({
        ...seen,
        observation: { ...quiet, answers: 9, foreign: 3 },
      }),
      /^note: 3 frames answered somebody else.*portal: true/m,
    ],
  ],
  judgeDevices: [
    [
      "what answers",
      judgeDevices({ found: [gateway, device("xt1", "1.6.78")], remembered: [] }),
      /^ok: xt1 XTH 1\.6\.78$/,
    ],
    [
      "nothing behind the gateway",
      judgeDevices({ found: [gateway], remembered: [] }),
      /^fault: the gateway answers, but no device.* → look at the communication bus/,
    ],
    [
      "one that was there",
      judgeDevices({
        found: [gateway, device("xt1", "1.6.78")],
        remembered: [gateway, device("xt1", "1.6.78"), device("xt2", "1.6.78")],
      }),
      /^warning: xt2 XTH 1\.6\.78 was there within the last week and does not answer now →/,
    ],
    [
      "versions that differ",
      judgeDevices({
        found: [gateway, device("xt1", "1.6.78"), device("xt2", "1.6.24")],
        remembered: [],
      }),
      /^warning: xt1 has 1\.6\.78, xt2 has 1\.6\.24 → update/m,
    ],
    [
      "versions of different families",
      judgeDevices({
        found: [gateway, device("xt1", "1.6.78"), device("vt1", "1.6.24")],
        remembered: [],
      }),
      /^ok: xt1.*\nok: vt1[^\n]*$/,
    ],
    [
      "old firmware",
      judgeDevices({ found: [gateway, device("xt1", "1.6.4")], remembered: [] }),
      /^note: xt1: firmware before 1\.6\.12, .*flash/m,
    ],
    [
      "firmware that is just new enough",
      judgeDevices({ found: [gateway, device("xt1", "1.6.12")], remembered: [] }),
      /^ok: [^\n]*$/,
    ],
  ],
  judgeWatchdogs: [
    [
      "one that is on",
      judgeWatchdogs([{ device: "vt1", number: 10342, result: { kind: "value", value: 1 } }]),
      /^warning: vt1: the watchdog \{10342\} is on: vt1 restarts/,
    ],
    [
      "one that is off",
      judgeWatchdogs([{ device: "xt1", number: 1628, result: { kind: "value", value: 0 } }]),
      /^ok: no device has its watchdog on$/,
    ],
    [
      "none that is told",
      judgeWatchdogs([{
        device: "xt1",
        number: 1628,
        result: { kind: "refused", error: "OBJECT_ID_NOT_FOUND" },
      }]),
      /^unchecked: /,
    ],
  ],
  judgeClock: [
    ["the right time", clockOf(noon + 60), /^ok: .*2026-06-21 12:01, the time of Europe\/Paris$/],
    [
      "summer time",
      clockOf(noon - 3600),
      /^warning: .*1 h behind the time of Europe\/Paris: another zone, or summer time →/,
    ],
    [
      "half an hour's zone",
      clockOf(noon + 5.5 * 3600 + 20),
      /^warning: .*5 h 30 min ahead of the time/,
    ],
    ["a drift", clockOf(noon + 500), /^warning: .*8 min ahead of this machine's/],
    [
      "another day",
      clockOf(noon - 3 * 86400),
      /^warning: .*3 days behind this machine's: it shows 2026-06-18 12:00 →/,
    ],
    [
      "a clock that was never set",
      clockOf(1000),
      /^warning: .*never set: it shows 1970-01-01 00:16 →/,
    ],
    [
      "no answer",
      judgeClock({ gateway: { kind: "absent" }, expected: noon, timeZone: "UTC" }),
      /^unchecked: /,
    ],
  ],
});
