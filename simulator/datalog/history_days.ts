/** So many days the datalog reaches back before the start, at most and if not given. */
export const MAX_HISTORY_DAYS = 30;
export const DEFAULT_HISTORY_DAYS = MAX_HISTORY_DAYS;
