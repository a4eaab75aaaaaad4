import type { Tell } from "../events.ts";
import type { GridPhase } from "../source/grid.ts";
import { voltageShareAfter } from "./input_voltage.ts";
import { type InputState, inputState, tellInput } from "./input_state.ts";
import { mistakenLoss } from "./loss_detection.ts";
import type { XtenderSettings } from "./xtender_parameters.ts";

/** The relay between an Xtender's AC input and output, and what it waits for. Times in seconds. */
export interface TransferRelay {
  readonly closed: boolean;
  readonly input: InputState;
  /** How long the input has been good. */
  readonly goodSeconds: number;
  readonly lowSeconds: number;
  readonly frequencySeconds: number;
  /** How long more came in than may, and how long to keep away from the source for that. */
  readonly overSeconds: number;
  readonly avoidSeconds: number;
  /** What came in for the consumers a moment ago, in A. */
  readonly consumedCurrent: number;
  /** See `voltageShareAfter()`. */
  readonly voltageShare: number;
  /** What came in today, in Wh, and whether that was all that may. */
  readonly energyToday: number;
  readonly quotaReached: boolean;
  readonly day: number;
}

/** What the relay goes by. */
export interface RelaySignals {
  readonly grid: GridPhase;
  /** How deep the source dipped for a part of a second, as a share of its voltage. */
  readonly dip: number;
  /** Whether the Xtender is on and nothing keeps it from connecting. */
  readonly ready: boolean;
  /** What comes in, in A and W, and the most that the relay bears, in A either way. */
  readonly inputCurrent: number;
  readonly inputPower: number;
  /** What of that is for the consumers, in A. */
  readonly consumedCurrent: number;
  readonly ratedCurrent: number;
  /** The day of the gateway's clock. */
  readonly day: number;
  readonly nominalFrequency: number;
}

/** The relay of an Xtender that has seen no source yet. */
export const NEW_RELAY: TransferRelay = {
  closed: false,
  input: "absent",
  goodSeconds: 0,
  lowSeconds: 0,
  frequencySeconds: 0,
  overSeconds: 0,
  avoidSeconds: 0,
  consumedCurrent: 0,
  voltageShare: 1,
  energyToday: 0,
  quotaReached: false,
  day: 0,
};

/** What synchronising takes. */
const SYNCHRONISING_SECONDS = 5;
const OVER_LIMIT_SECONDS = 5;
const AVOID_SECONDS = 60;
/** Rounding is no overrun. */
const OVER_LIMIT = 1.02;

/** How much may come in, in A, from a source with enough voltage. */
export function ownersInputLimit(settings: XtenderSettings): number {
  return settings.secondInputLimitUsed
    ? settings.secondInputCurrentLimit
    : settings.inputCurrentLimit;
}

/** How much may come in, in A, as the Xtender is set. */
export function inputCurrentLimit(
  { voltageShare }: Pick<TransferRelay, "voltageShare">,
  settings: XtenderSettings,
): number {
  const limit = ownersInputLimit(settings);
  return settings.inputLimitFollowsVoltage ? limit * voltageShare : limit;
}

/** The relay some seconds later. */
export function stepRelay(
  relay: TransferRelay,
  settings: XtenderSettings,
  signals: RelaySignals,
  seconds: number,
  tell: Tell,
): TransferRelay {
  const { grid, ready, day } = signals;
  const input = inputState(relay.input, settings, grid, signals.nominalFrequency);
  if (input !== relay.input) tellInput(relay.input, input, tell);
  const lowSeconds = input === "voltage_low" ? relay.lowSeconds + seconds : 0;
  const frequencySeconds = input === "frequency_wrong" ? relay.frequencySeconds + seconds : 0;
  const mistaken = relay.closed && ready ? mistakenLoss(signals.dip, settings) : undefined;
  if (mistaken !== undefined) tell(mistaken);
  const goodSeconds = input === "good" ? relay.goodSeconds + seconds : 0;
  const drawn = relay.closed ? Math.max(0, signals.inputPower) * seconds / 3600 : 0;
  const energyToday = (day === relay.day ? relay.energyToday : 0) + drawn;
  const voltageShare = voltageShareAfter(
    relay.voltageShare,
    settings,
    grid,
    relay.closed,
    seconds,
  );
  const over = relay.closed &&
    isOver(inputCurrentLimit({ voltageShare }, settings), settings, signals);
  const overSeconds = over ? relay.overSeconds + seconds : 0;
  const tripped = overSeconds >= OVER_LIMIT_SECONDS;
  if (tripped) tell("transfer_opened_over_limit");
  const avoids = tripped || mistaken !== undefined;
  const avoidSeconds = avoids ? AVOID_SECONDS : Math.max(0, relay.avoidSeconds - seconds);
  const quotaReached = settings.inputQuotaUsed && energyToday >= settings.inputQuota;
  if (quotaReached && !relay.quotaReached) tell("ac_in_quota");
  const next = { input, goodSeconds, lowSeconds, frequencySeconds, energyToday, quotaReached, day };
  const may = ready && avoidSeconds === 0 && !quotaReached && settings.transferAllowed;
  const closed = may &&
    (relay.closed
      ? staysClosed(next, settings, grid)
      : goodSeconds >= SYNCHRONISING_SECONDS + settings.transferCloseSeconds);
  return {
    ...next,
    closed,
    overSeconds: closed ? overSeconds : 0,
    avoidSeconds,
    consumedCurrent: signals.consumedCurrent,
    voltageShare,
  };
}

/** Whether more flows than may: in, where the limit must not be overrun, or than the relay bears. */
function isOver(
  limit: number,
  { inputLimitMayBeOverrun }: XtenderSettings,
  { inputCurrent, ratedCurrent }: RelaySignals,
): boolean {
  const most = inputLimitMayBeOverrun ? ratedCurrent : Math.min(limit, ratedCurrent);
  return inputCurrent > most * OVER_LIMIT || -inputCurrent > ratedCurrent * OVER_LIMIT;
}

function staysClosed(
  { input, lowSeconds, frequencySeconds }: Pick<
    TransferRelay,
    "input" | "lowSeconds" | "frequencySeconds"
  >,
  settings: XtenderSettings,
  grid: GridPhase,
): boolean {
  switch (input) {
    case "good":
      return true;
    case "absent":
    case "voltage_high":
      return false;
    case "voltage_low":
      return grid.voltage >= settings.transferOpenAtOnceVoltage &&
        lowSeconds <= settings.transferDelaySeconds;
    case "frequency_wrong":
      return frequencySeconds <= settings.frequencyErrorSeconds;
  }
}
