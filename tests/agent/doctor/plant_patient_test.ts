import assert from "node:assert/strict";
import type { PlantAccess } from "../../../agent/control/plant_access.ts";
import { RecordObserver, serially } from "../../../agent/doctor/plant_patient.ts";
import type { CaptureRecord } from "../../../protocol/capture.ts";
import { ErrorCode } from "../../../protocol/error_code.ts";
import { encodeFrame } from "../../../protocol/frame.ts";
import { multiInfoProperty } from "../../../protocol/multi_info.ts";
import { userInfoValue } from "../../../protocol/object.ts";
import { encodeRequest, readRequest } from "../../../protocol/service.ts";
import { answerTo, refusalOf } from "../../support/gateway_script.ts";
import { settle } from "../../support/manual_clock.ts";

const asked = { source: 0x1234_5678, destination: 501, request: readRequest(multiInfoProperty(1)) };
const answer = answerTo(asked, new Uint8Array(15));

function question(): CaptureRecord {
  const { source, destination, request } = asked;
  const bytes = encodeFrame({ flags: 0, source, destination, data: encodeRequest(request) });
  return { at: 0, to: "gateway", bytes };
}

function received(...bytes: readonly number[]): CaptureRecord {
  return { at: 1, to: "agent", bytes: Uint8Array.from(bytes) };
}

Deno.test("RecordObserver counts by the address of whoever asks first", () => {
  const observer = new RecordObserver();
  observer.add(received(0x55, 0x55));
  assert.equal(observer.seen.observation, undefined);
  observer.add(question());
  observer.add(received(...answer, 0x0D, 0x0A));
  const foreign = { ...asked, source: 1, request: readRequest(userInfoValue(3000)) };
  observer.add(received(...answerTo(foreign, new Uint8Array(4))));
  const { answers, lineEnds, foreign: others } = observer.seen.observation!;
  assert.deepEqual({ answers, lineEnds, others }, { answers: 1, lineEnds: 1, others: 1 });
});

Deno.test("RecordObserver sees whether many infos are read at once", () => {
  const told = (...answers: readonly Uint8Array[]) => {
    const observer = new RecordObserver();
    observer.add(question());
    for (const bytes of answers) observer.add(received(...bytes));
    return observer.seen.readsManyInfos;
  };
  const refusal = refusalOf(asked, ErrorCode.SERVICE_NOT_SUPPORTED);
  assert.equal(told(), undefined);
  assert.equal(told(refusal), false);
  assert.equal(told(refusal, answer, refusal), true);
});

Deno.test("serially() asks one question at a time, and for the devices once", async () => {
  const log: string[] = [];
  const scanned = Promise.withResolvers<void>();
  const access: PlantAccess = {
    async scan() {
      log.push("scan");
      await scanned.promise;
      log.push("scanned");
      return { kind: "found", devices: [] };
    },
    read({ number }) {
      log.push(`read ${number}`);
      return Promise.reject(new RangeError("a bug"));
    },
  };
  const order = { device: "xt1", kind: "info", format: "float", unit: "" } as const;
  const { scan, read } = serially(access);
  const scans = [scan(), scan()];
  const reads = [read({ ...order, number: 1 }), read({ ...order, number: 2 })];
  const failed = Promise.allSettled(reads);
  await settle();
  assert.deepEqual(log, ["scan"]);
  scanned.resolve();
  await Promise.all(scans);
  assert.deepEqual((await failed).map(({ status }) => status), ["rejected", "rejected"]);
  assert.deepEqual(log, ["scan", "scanned", "read 1", "read 2"]);
});
