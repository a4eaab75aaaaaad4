/** What the files of one place may import. Of several rules, the one of the longest `from` holds. */
export interface ImportRule {
  /** A file, or a folder with a slash at its end. */
  readonly from: string;
  /** Files, folders, packages; `platform` is everything that begins with `node:`. */
  readonly may: readonly string[];
  /** What may be imported as types only. */
  readonly mayTypes?: readonly string[];
}

const Log = "agent/log.ts";
const ErrorText = "agent/error_text.ts";
const Deadline = "agent/deadline.ts";
const Address = "agent/network_address.ts";
const Backoff = "agent/backoff.ts";
const Clock = "protocol/clock.ts";
const Installation = "agent/installation/";
const SimulatorText = ["protocol/", "simulator/", "platform", "yaml", "zod", "commander"];
const Agent = ["protocol/", "agent/", "platform", "yaml", "zod", "commander"];

export const ImportRules: readonly ImportRule[] = [
  { from: "protocol/", may: ["protocol/"] },

  { from: "simulator/", may: ["protocol/", "simulator/"] },
  { from: "simulator/main.ts", may: SimulatorText },
  { from: "simulator/input/", may: SimulatorText },
  { from: "simulator/scenario/scenario.ts", may: SimulatorText },
  { from: "simulator/script/script.ts", may: SimulatorText },
  { from: "simulator/endpoint/", may: ["protocol/", "simulator/", "platform"] },
  // The one exception between the two: a single binding of libc.
  {
    from: "simulator/endpoint/pty.ts",
    may: [
      "protocol/",
      "simulator/",
      "platform",
      "agent/link/descriptor.ts",
      "agent/link/libc.ts",
    ],
  },

  { from: "agent/agent.ts", may: Agent },
  { from: "agent/plant.ts", may: Agent },
  { from: "agent/dependencies.ts", may: Agent },
  { from: "agent/main.ts", may: Agent },
  { from: "agent/commands/", may: Agent },
  { from: "agent/commands/demo.ts", may: [...Agent, "simulator/"] },
  { from: "agent/commands/simulate.ts", may: [...Agent, "simulator/"] },
  { from: "agent/log.ts", may: [Clock] },
  { from: "agent/system_clock.ts", may: [Clock] },
  { from: "agent/backoff.ts", may: [] },
  { from: "agent/error_text.ts", may: [] },
  { from: "agent/deadline.ts", may: [Clock] },
  { from: "agent/network_address.ts", may: [] },
  { from: "agent/version.ts", may: ["deno.json"] },
  { from: "agent/config/", may: ["agent/config/", ErrorText, Address, "platform", "yaml", "zod"] },
  {
    from: "agent/link/",
    may: [
      "protocol/link.ts",
      Clock,
      "agent/link/",
      Log,
      ErrorText,
      Address,
      "platform",
      "@serialport/bindings-interface",
      "@serialport/stream",
    ],
  },
  { from: Installation, may: ["protocol/", "agent/link/", Installation, Log, ErrorText, Backoff] },
  {
    from: "agent/find/",
    may: [
      "protocol/",
      "agent/find/",
      "agent/link/",
      Installation,
      Log,
      ErrorText,
      Deadline,
      "platform",
    ],
  },
  {
    from: "agent/control/",
    may: ["protocol/", "agent/control/", Installation, Log, ErrorText, "platform", "zod"],
  },
  // Whoever looks at every part must know them; it imports neither commands nor what builds the agent.
  {
    from: "agent/doctor/",
    may: [
      "protocol/",
      "agent/doctor/",
      // How a secret is written there.
      "agent/config/variables.ts",
      "agent/config/yaml_text.ts",
      "agent/control/",
      "agent/find/",
      "agent/homeassistant/",
      "agent/link/",
      "agent/mqtt/",
      "agent/service/",
      Installation,
      Log,
      Deadline,
      ErrorText,
      Address,
      "platform",
    ],
    mayTypes: ["agent/config/"],
  },
  {
    from: "agent/mqtt/",
    may: [
      "protocol/",
      "agent/mqtt/",
      Log,
      ErrorText,
      Address,
      Backoff,
      "platform",
      "mqtt",
      "aedes",
    ],
    mayTypes: [Installation],
  },
  {
    from: "agent/homeassistant/",
    may: [
      "protocol/catalogue/",
      Clock,
      "agent/homeassistant/",
      "agent/installation/device.ts",
      "agent/mqtt/topics.ts",
      "agent/mqtt/payload.ts",
      Log,
      ErrorText,
    ],
    mayTypes: ["agent/mqtt/broker.ts", Installation],
  },
  {
    from: "agent/history/",
    may: ["protocol/", "agent/history/", Log, ErrorText, Backoff, "platform"],
    mayTypes: [Installation],
  },
  {
    from: "agent/web/",
    may: ["protocol/", "agent/web/", Log, ErrorText, Address, Backoff, "platform", "prom-client"],
    mayTypes: [Installation],
  },

  {
    from: "agent/service/",
    may: ["agent/service/", "agent/link/", Clock, Log, ErrorText, "platform"],
  },
  {
    from: "agent/setup/",
    may: [
      "agent/setup/",
      "agent/config/",
      "agent/find/",
      "agent/link/",
      "agent/service/places.ts",
      ErrorText,
      Address,
      "platform",
      "yaml",
      "agent.config.yaml",
    ],
    mayTypes: ["agent/mqtt/broker_verdict.ts"],
  },
  {
    from: "agent/setup/texts/",
    may: [
      "agent/setup/texts/",
      // What went wrong elsewhere, and in what English words.
      "agent/config/file_trouble.ts",
      "agent/find/progress.ts",
      "agent/find/verdict.ts",
      "agent/mqtt/broker_verdict.ts",
      "agent/service/event.ts",
      "agent/service/places.ts",
      "agent/service/service_error.ts",
    ],
    mayTypes: ["agent/find/", "agent/service/command.ts"],
  },
  {
    from: "agent/packaging/",
    may: ["agent/packaging/", "agent/service/", "platform", "deno.json"],
  },
  // It runs in the add-on, not in the build.
  {
    from: "agent/packaging/home_assistant/",
    may: ["agent/packaging/home_assistant/", Clock, ErrorText, "agent/system_clock.ts", "platform"],
  },
  // The two that ask the agent's commands what they are.
  {
    from: "agent/packaging/own_documents.ts",
    may: [
      "agent/packaging/",
      "agent/commands/",
      "agent/config/machine.ts",
      "agent/system_clock.ts",
    ],
  },
  {
    from: "agent/packaging/man_page.ts",
    may: ["agent/commands/cli/user_error.ts", "agent/service/places.ts"],
    mayTypes: ["commander"],
  },
  { from: "tests/", may: ["*"] },
];

/** Files and folders without platform, time, timers or randomness. */
export const Pure: readonly string[] = [
  "protocol/",
  "simulator/gateway.ts",
  "simulator/faults.ts",
  "simulator/replay/replay.ts",
  "simulator/plant/",
  "simulator/bindings/",
  "agent/homeassistant/entity.ts",
  "agent/homeassistant/discovery.ts",
  "agent/find/line_observer.ts",
  "agent/find/verdict.ts",
  "agent/service/unit_file.ts",
  "agent/find/report.ts",
  "agent/mqtt/broker_verdict.ts",
  "agent/mqtt/failure_verdict.ts",
  "agent/setup/edits.ts",
  "agent/setup/dialogue.ts",
  "agent/setup/texts/",
];

/** Names that pure code never mentions. */
export const ImpureNames: readonly string[] = [
  "Deno",
  "process",
  "globalThis",
  "Date",
  "Temporal",
  "performance",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "console",
  "crypto",
  "fetch",
  "localStorage",
  "Math.random",
];

/** Texts that stand nowhere in the tree. */
export const ForbiddenTexts: ReadonlyArray<readonly [what: string, pattern: RegExp]> = [
  ["an unfinished thought", /\b(?:T[O]DO|FIX[M]E)\b/],
  ["a path of somebody's machine", /(?<![\w.}])\/(?:work|root|Users)\/[\w.]/],
  ["the host of a package registry", /\bregistry\.[a-z]|\b(?:npmjs|jsr)\.(?:org|com|io)\b/],
];

/** Tables of rows, which may be as long as what they list. */
export const Tables: readonly string[] = ["protocol/catalogue/"];

/** In lines; a longer file holds more than one idea. */
export const MAX_FILE_LENGTH = 300;

/** In lines; a test says one thing again and again, and may take longer. */
export const MAX_TEST_LENGTH = 500;

/** Where every export is documented. */
export const Documented: readonly string[] = ["protocol/", "agent/"];
