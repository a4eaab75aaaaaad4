import type { XtenderSettings } from "./xtender_parameters.ts";

/** The parameters that begin the count of days anew when they are written: {1616} and {1391}. */
export const DayCountParameters: readonly number[] = [1616, 1391];

/** How long an Xtender's functions were free so far, in seconds; none while they are not limited. */
export function freeSecondsAfter(
  before: number,
  { limitedDays }: XtenderSettings,
  seconds: number,
): number {
  return limitedDays.used ? before + seconds : 0;
}

/** Whether the days are over in which all functions are free. */
export function areDaysOver(freeSeconds: number, { limitedDays }: XtenderSettings): boolean {
  return limitedDays.used && freeSeconds > limitedDays.freeSeconds;
}

/** What the end of the days leaves of what the owner allows. */
export function afterDays(settings: XtenderSettings): XtenderSettings {
  const { limitedDays } = settings;
  const left = (allowed: boolean, ended: boolean) => allowed && !ended;
  return {
    ...settings,
    transferAllowed: left(settings.transferAllowed, limitedDays.endTransfer),
    inverterAllowed: left(settings.inverterAllowed, limitedDays.endInverter),
    chargerAllowed: left(settings.chargerAllowed, limitedDays.endCharger),
    boostAllowed: left(settings.boostAllowed, limitedDays.endBoost),
    feedingAllowed: left(settings.feedingAllowed, limitedDays.endFeeding),
  };
}
