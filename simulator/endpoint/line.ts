/** What stands behind an endpoint: takes what a client sent and says what goes out; pacing and faults are its matter. */
export interface Line {
  /** Every endpoint connects once, when it starts serving; `send` may be called at any time. */
  connect(send: (bytes: Uint8Array) => void): LineConnection;
}

export interface LineConnection {
  receive(chunk: Uint8Array): void;
  disconnect(): void;
}

/** A line on offer to clients. */
export interface Endpoint {
  /** For messages: a path, or an address with its port. */
  readonly address: string;
  /** The port in use, where 0 asked for any. */
  readonly port?: number;
  /** Ends what clients had. May be called again; never rejects. */
  close(): Promise<void>;
}
