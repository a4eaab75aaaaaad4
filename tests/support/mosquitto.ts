import { freePort } from "./free_port.ts";

/** A Mosquitto of a test's own, on loopback. */
export interface Mosquitto {
  readonly port: number;
  /** Ends it as a service manager would, or, with SIGKILL, as a crash would. */
  stop(signal?: Deno.Signal): Promise<void>;
}

export interface MosquittoOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Lines of its configuration that belong to the listener; default: everybody may come in. */
  readonly listener?: readonly string[];
}

/** Certificates for a broker at localhost and for one client, by one authority. */
export interface Certificates {
  /** Where the files are: ca.crt, server.crt, server.key. */
  readonly directory: string;
  readonly ca: string;
  readonly clientCert: string;
  readonly clientKey: string;
  /** Makes another certificate, `name.crt` and `name.key`; of -1 days it has expired. */
  sign(name: string, subject: string, extensions: string, days?: number): Promise<void>;
}

/**
 * A test against a real Mosquitto. Where it is not installed the test is left out by name, but
 * in CI it fails.
 */
export function mosquittoTest(name: string, test: () => Promise<void>): void {
  const missing = mosquittoPath() === undefined;
  const ignore = missing && Deno.env.get("CI") === undefined;
  if (ignore) {
    // deno-lint-ignore no-console -- whoever reads the results must see what was not tested.
    console.log(`SKIPPED: mosquitto is not installed: ${name}`);
  }
  Deno.test({ name, ignore, fn: test });
}

/** Starts a Mosquitto and waits until it listens. */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<Mosquitto> {
  const path = mosquittoPath();
  if (path === undefined) throw new Error("Install mosquitto: this test needs it");
  const port = options.port ?? await freePort();
  const configuration = await Deno.makeTempFile({ suffix: ".conf" });
  await Deno.writeTextFile(
    configuration,
    [
      // Started by root, it would give up root, and could not read the test's files.
      "user root",
      "log_dest stderr",
      "log_type all",
      `listener ${port} 127.0.0.1`,
      ...options.listener ?? ["allow_anonymous true"],
      "",
    ].join("\n"),
  );
  const child = new Deno.Command(path, {
    args: ["-c", configuration],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const started = Promise.withResolvers<void>();
  const output = readAll(child.stderr, (text) => {
    if (/ running$/m.test(text)) started.resolve();
  });
  const ended = output.then(async (text) => {
    await child.status;
    await Deno.remove(configuration);
    started.reject(new Error(`Mosquitto did not start: ${text}`));
  });
  await started.promise;
  return {
    port,
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      await ended;
    },
  };
}

/** Makes a password file, in Mosquitto's own form. */
export async function makePasswordFile(username: string, password: string): Promise<string> {
  const file = await Deno.makeTempFile();
  await run("mosquitto_passwd", ["-c", "-b", file, username, password]);
  return file;
}

/** Makes an authority and what it signed; the caller removes the directory. */
export async function makeCertificates(): Promise<Certificates> {
  const directory = await Deno.makeTempDir();
  const openssl = (...args: string[]) => run("openssl", args, directory);
  const key = (name: string) => [
    ..."-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout".split(" "),
    `${name}.key`,
  ];
  const sign = async (name: string, subject: string, extensions: string, days = 2) => {
    await Deno.writeTextFile(`${directory}/${name}.ext`, extensions);
    await openssl("req", ...key(name), "-subj", subject, "-out", `${name}.csr`);
    await openssl(
      ..."x509 -req -CA ca.crt -CAkey ca.key -CAcreateserial".split(" "),
      ...[
        "-days",
        String(days),
        "-in",
        `${name}.csr`,
        "-extfile",
        `${name}.ext`,
        "-out",
        `${name}.crt`,
      ],
    );
  };
  await openssl(
    "req",
    "-x509",
    ...key("ca"),
    "-subj",
    "/CN=Test CA",
    "-days",
    "2",
    "-out",
    "ca.crt",
  );
  await sign("server", "/CN=localhost", "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  await sign("client", "/CN=agent", "extendedKeyUsage=clientAuth\n");
  return {
    directory,
    ca: await Deno.readTextFile(`${directory}/ca.crt`),
    clientCert: await Deno.readTextFile(`${directory}/client.crt`),
    clientKey: await Deno.readTextFile(`${directory}/client.key`),
    sign,
  };
}

/** Where Mosquitto is installed; undefined where it is not. */
export function mosquittoPath(): string | undefined {
  // Debian puts it where an ordinary user's PATH does not look.
  const folders = [...(Deno.env.get("PATH") ?? "").split(":"), "/usr/sbin", "/usr/local/sbin"];
  return folders.map((folder) => `${folder}/mosquitto`).find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}

async function readAll(
  stream: ReadableStream<Uint8Array>,
  onText: (text: string) => void,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    onText(text);
  }
  return text;
}

async function run(command: string, args: readonly string[], cwd?: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, {
    args: [...args],
    ...(cwd !== undefined && { cwd }),
    stdout: "null",
  }).output();
  if (!success) throw new Error(`${command} failed: ${new TextDecoder().decode(stderr)}`);
}
