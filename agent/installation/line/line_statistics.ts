/** What the line carried since the agent started; counters that only grow. */
export interface LineStatistics {
  requests: number;
  answers: number;
  timeouts: number;
  /** Answers whose checksum was wrong, or that stopped half-way. */
  damaged: number;
  /** Frames that answer somebody else, or come after their deadline. */
  unrelated: number;
  receivedBytes: number;
  discardedBytes: number;
  /** How often the link was opened. */
  openings: number;
}

/** Counters of a line that has carried nothing yet. */
export function newLineStatistics(): LineStatistics {
  return {
    requests: 0,
    answers: 0,
    timeouts: 0,
    damaged: 0,
    unrelated: 0,
    receivedBytes: 0,
    discardedBytes: 0,
    openings: 0,
  };
}

/**
 * What silence means to the owner, from what the line carried before and after it began: the most
 * frequent fault in the field is a line that says nothing about itself.
 */
export function explainSilence(before: LineStatistics, after: LineStatistics): string {
  if (after.answers > before.answers) {
    return "the gateway answers other questions: try again; if it stays so, the device is silent " +
      "or the line is disturbed";
  }
  if (after.unrelated > before.unrelated) {
    return "frames answered somebody else and none answered us: " +
      "another program or the portal uses this gateway; check that only one asks at a time";
  }
  if (after.receivedBytes > before.receivedBytes) {
    return "bytes arrived but no frame: check the parity (even) and the baud rate " +
      "(38400, or 115200 if the Xcom was set so), the Xcom's mode (232i or LAN), " +
      "and a Moxa's data packing";
  }
  return "not a single byte arrived: check the cable, the power of the Xcom and the port";
}
