import type { AdapterPort } from "../../../agent/service/adapter_rule.ts";
import type { Ended, ServiceMachine } from "../../../agent/service/machine.ts";
import { temporaryDirectory } from "../../end_to_end/parts.ts";

/** What a program says to a command line; undefined for what an idle machine says. */
export type Answers = (commandLine: string) => Partial<Ended> | "no such program" | undefined;

/** A machine whose files lie in a directory, and whose programs only answer. */
export interface TestMachine extends AsyncDisposable {
  readonly machine: ServiceMachine;
  /** Every command line that was run, in order. */
  readonly ran: readonly string[];
  /** How programs answer from now on. */
  answers: Answers;
  /** Every file below a directory with its text; a link with where it leads. */
  files(below?: string): Promise<Record<string, string>>;
  write(path: string, text: string): Promise<void>;
}

export interface TestMachineOptions {
  readonly isImage?: boolean;
  readonly isRoot?: boolean;
  /** Whether systemd rules it. */
  readonly isBooted?: boolean;
  readonly ports?: readonly AdapterPort[];
}

const ADAPTER: AdapterPort = {
  path: "/dev/ttyUSB0",
  usb: {
    vendorId: "0403",
    productId: "6001",
    serialNumber: "A10KZP",
    place: "1-1",
    interfaceNumber: "00",
  },
};

/** The service is neither enabled nor runs; all else succeeds. */
const idle = (line: string): Partial<Ended> => line.startsWith("systemctl is-") ? { code: 3 } : {};

/** A machine that has nothing of the agent. */
export async function testMachine(options: TestMachineOptions = {}): Promise<TestMachine> {
  const { isImage = false, isRoot = true, isBooted = true, ports = [ADAPTER] } = options;
  const directory = await temporaryDirectory();
  const root = directory.path;
  const ran: string[] = [];
  const write = async (path: string, text: string) => {
    await Deno.mkdir(`${root}${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeTextFile(`${root}${path}`, text);
  };
  await Deno.mkdir(`${root}/etc`);
  if (isBooted) await Deno.mkdir(`${root}/run/systemd/system`, { recursive: true });
  const made: TestMachine = {
    answers: () => undefined,
    machine: {
      root,
      isImage,
      isRoot,
      run(program, args) {
        const line = [program, ...args].join(" ");
        ran.push(line);
        const ended = made.answers(line) ?? idle(line);
        return Promise.resolve(
          ended === "no such program" ? undefined : { code: 0, out: "", err: "", ...ended },
        );
      },
      ports: () => ports,
    },
    ran,
    async files(below = "") {
      const found: [string, string][] = [];
      const look = async (path: string) => {
        for await (const { name, isDirectory, isSymlink } of Deno.readDir(`${root}${path}`)) {
          const each = `${path}/${name}`;
          if (isDirectory) await look(each);
          else if (isSymlink) found.push([each, await Deno.readLink(`${root}${each}`)]);
          else found.push([each, await Deno.readTextFile(`${root}${each}`)]);
        }
      };
      await look(below);
      return Object.fromEntries(found.sort());
    },
    write,
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
  return made;
}
