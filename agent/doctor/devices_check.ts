import type { DeviceSummary } from "../control/plant_access.ts";
import type { DeviceIdentity } from "../installation/survey/device_memory.ts";
import { fault, type Finding, note, ok, unchecked, warning } from "./finding.ts";
import type { PlantPatient } from "./plant_patient.ts";
import type { Check } from "./run_checks.ts";

/** The devices that answered, and those of the last week. */
export interface DevicesFacts {
  readonly found: readonly DeviceSummary[];
  readonly remembered: readonly DeviceIdentity[];
}

/** From here on a parameter's value can be written without wearing out the flash. */
const RAM_FIRMWARE: readonly number[] = [1, 6, 12];

/** Whether each device answers that should, and whether their versions fit. */
export function judgeDevices({ found, remembered }: DevicesFacts): Finding[] {
  const behind = found.filter(({ family }) => family !== "rcc");
  const missing = remembered.filter(({ family, name }) =>
    family !== "rcc" && family !== "system" && !found.some((device) => device.name === name)
  );
  const findings: Finding[] = missing.map((device) =>
    warning(
      `${textOf(device)} was there within the last week and does not answer now`,
      "look whether it is switched on, and at its communication bus cable",
    )
  );
  if (behind.length === 0) {
    findings.push(fault(
      "the gateway answers, but no device behind it does",
      "look at the communication bus cable between the Xcom and the devices, and its termination",
    ));
  }
  for (const device of behind) findings.push(ok(textOf(device)));
  for (const family of new Set(behind.map((device) => device.family))) {
    const versions = new Set(
      behind.filter((device) => device.family === family && device.firmware !== "")
        .map(({ firmware }) => firmware),
    );
    if (versions.size < 2) continue;
    const names = behind.filter((device) => device.family === family);
    findings.push(warning(
      `${names.map(({ name, firmware }) => `${name} has ${firmware}`).join(", ")}`,
      "update the older ones: devices of one kind need the same firmware",
    ));
  }
  const old = behind.filter(({ firmware }) => firmware !== "" && isBefore(firmware, RAM_FIRMWARE));
  if (old.length > 0) {
    findings.push(note(
      `${old.map(({ name }) => name).join(", ")}: firmware before ${RAM_FIRMWARE.join(".")}, ` +
        "every setting that is changed wears out the flash",
      "update the firmware before changing settings by program",
    ));
  }
  return findings;
}

/** Looks which devices answer. */
export const devicesCheck: Check<PlantPatient> = {
  area: "devices",
  limitMs: 120_000,
  async examine(plant) {
    const scan = await plant.scan();
    if (scan.kind === "lost") return [unchecked("the gateway does not answer")];
    return judgeDevices({ found: scan.devices, remembered: await plant.remembered() });
  },
};

function textOf({ name, model, firmware }: DeviceIdentity): string {
  return [name, model, firmware].filter((part) => part !== "").join(" ");
}

function isBefore(version: string, limit: readonly number[]): boolean {
  const parts = version.split(".").map(Number);
  const at = limit.findIndex((part, index) => parts[index] !== part);
  return at >= 0 && (parts[at] ?? 0) < limit[at]!;
}
