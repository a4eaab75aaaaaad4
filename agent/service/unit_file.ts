import { SERIAL_GROUP, SERVICE_USER } from "./places.ts";

/** What differs between one machine's unit and another's. */
export interface UnitOptions {
  /** The agent's program; absolute, without quotes and backslashes, which systemd refuses there. */
  readonly binary: string;
  /** The configuration; absolute, and outside of home directories. */
  readonly configPath: string;
  /** The group that may use serial ports, where it is not Debian's `dialout`. */
  readonly serialGroup?: string;
  /** Where the agent may write beside its state and cache: absolute directories. */
  readonly writablePaths?: readonly string[];
}

/**
 * The kernel's major numbers of serial ports: ttyS, ttyACM, ttyUSB, ttyAMA. As numbers, because a
 * driver's name is not known before its first adapter is plugged in, and the list is made at start.
 */
const SerialMajors = [4, 166, 188, 204] as const;

/**
 * The text of `studer-agent.service`. It needs systemd 247 or newer (Debian 11), and knows no
 * MemoryDenyWriteExecute: V8 makes machine code while it runs.
 */
export function unitFile(options: UnitOptions): string {
  const { binary, configPath, serialGroup = SERIAL_GROUP, writablePaths = [] } = options;
  return `[Unit]
Description=Edge agent for Studer-Innotec solar installations
After=network-online.target mosquitto.service
Wants=network-online.target
ConditionPathExists=${literal(configPath)}
ConditionFileIsExecutable=${literal(binary)}
# A plant that is read again tomorrow is better than one that is given up tonight.
StartLimitIntervalSec=0

[Service]
Type=notify
ExecStart=${program(binary)} run --config ${argument(configPath)}
User=${SERVICE_USER}
Group=${SERVICE_USER}
SupplementaryGroups=${word(serialGroup)}
UMask=0077

Restart=always
RestartSec=10s
WatchdogSec=3min
# The first start of the portable file unpacks it, which takes its time on a slow card.
TimeoutStartSec=5min
TimeoutStopSec=30s
SyslogIdentifier=studer-agent
MemoryMax=512M
TasksMax=128
# What the memory holds is the owner's, such as the broker's password.
LimitCORE=0

StateDirectory=studer-agent
StateDirectoryMode=0750
CacheDirectory=studer-agent
CacheDirectoryMode=0700
ProtectSystem=strict
${writablePaths.map((path) => `ReadWritePaths=${word(`-${path}`)}\n`).join("")}\
ProtectHome=yes
PrivateTmp=yes
DevicePolicy=closed
${SerialMajors.map((major) => `DeviceAllow=char-${major} rw\n`).join("")}\
# What else a board has, such as ttymxc or ttySC: there from the start, but nowhere of the same number.
DeviceAllow=char-tty* rw

NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
RestrictSUIDSGID=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
LockPersonality=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
PrivateMounts=yes
RemoveIPC=yes
KeyringMode=private
SystemCallArchitectures=native
# Beyond the usual, V8 protects the machine code that it makes by keys of the processor.
SystemCallFilter=@system-service @pkey
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
`;
}

/** Variables mean nothing in the name of a program. */
function program(path: string): string {
  if (/["'\\]/.test(path)) throw unnameable(path);
  return word(path);
}

function argument(text: string): string {
  return word(text).replaceAll("$", "$$$$");
}

/** One word of a setting that takes several: a blank in it means nothing. */
function word(text: string): string {
  const plain = literal(text);
  return /^[\w./:@+%$-]+$/.test(plain)
    ? plain
    : `"${plain.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** A setting's whole value: a specifier in it means nothing. */
function literal(text: string): string {
  if (/\p{Cc}/u.test(text)) throw unnameable(text);
  return text.replaceAll("%", "%%");
}

function unnameable(text: string): RangeError {
  return new RangeError(`Cannot name ${JSON.stringify(text)} in a unit`);
}
