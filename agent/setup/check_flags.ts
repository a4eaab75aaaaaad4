import { certificateComplaint } from "./ask_credentials.ts";
import { idComplaint, nameComplaint, timeZoneComplaint } from "./ask_plant.ts";
import { brokerComplaint } from "./broker_address.ts";
import { refusedFlag } from "./refused_flag.ts";
import { SetupError } from "./setup_error.ts";
import type { Dialogue } from "./surroundings.ts";

/** Why an answer will not do; undefined where it does. */
type Complaint = (answer: string, dialogue: Dialogue) => string | undefined;

const Complaints: Readonly<Record<string, Complaint>> = {
  "--installation-id": idComplaint,
  "--name": nameComplaint,
  "--time-zone": timeZoneComplaint,
  "--broker": brokerComplaint,
  "--username": nameComplaint,
  "--ca-file": certificateComplaint,
};

/** Looks at the options' answers before anything is tried; throws a `SetupError` for a wrong one. */
export function checkFlags(dialogue: Dialogue): void {
  const { ask, texts, surroundings: { noService } } = dialogue;
  if (noService !== undefined && ask.given("--service") === true) {
    throw new SetupError("declined", texts.noService[noService]);
  }
  for (const [flag, complaintOf] of Object.entries(Complaints)) {
    const given = ask.given(flag);
    if (given === undefined) continue;
    const complaint = complaintOf(String(given), dialogue);
    if (complaint !== undefined) throw refusedFlag(flag, String(given), complaint, texts);
  }
}
