import { fileTroubleText } from "../../config/file_trouble.ts";
import { progressText } from "../../find/progress.ts";
import { eventText } from "../../service/event.ts";
import { troubleText } from "../../service/service_error.ts";
import { brokerVerdictText } from "../../mqtt/broker_verdict.ts";
import { meaningOf, Verdicts } from "../../find/verdict.ts";
import type { Texts, WrongSetting } from "./texts.ts";

/** Whoever answers questions has no settings before him: what they are called then. */
const Spoken: readonly (readonly [setting: string, word: string])[] = [
  ["mqtt.url", "the address"],
  ["mqtt.username and mqtt.password", "user and password"],
  [" in mqtt.tls.caFile", ""],
];

/** The setup in English. */
export const English: Texts = {
  yes: "yes",
  no: "no",
  number: "Number",
  colon: ": ",
  enterKeeps: "Enter keeps it",
  enterGoesBack: "Enter goes back",
  answerMissing: "Please give something",
  numberWanted: (most) => `Please give a number from 1 to ${most}`,
  yesOrNoWanted: (yes, no) => `Please answer ${yes} or ${no}`,
  hidden: "(hidden)",
  flagWrong: (flag, found, complaint) => `${flag}: found ${found}; ${complaint}`,
  flagMissing: (flag, advice) => `${flag}: missing, and nobody is there to be asked; ${advice}`,
  flagsMissing: (flags) =>
    `nobody is there to be asked: give ${flags}, or --yes to take what is proposed`,
  giveOneOf: (words) => `give one of ${words}`,
  contradictions: {
    both: (flag, opposite) =>
      `${flag} and ${opposite} contradict each other; leave one of them out`,
    ports: (ports) =>
      `--link and the port ${ports} both say where the gateway is; leave one of them out`,
    setting: (flag) =>
      `${flag} goes with --link serial:…; leave ${flag} out, or give the port by --link`,
    installations:
      "--installation chooses a plant that is configured and --installation-id may name a further one; leave one of them out",
    noInstallation:
      "--installation chooses a plant that is configured, and there is none yet; give its name in MQTT topics by --installation-id",
    share: (flag, broker) =>
      `${flag} and ${broker} contradict each other: only the agent's own broker can be shared or not; give --broker embedded, or leave ${flag} out`,
    certificate: (broker) =>
      `--ca-file and ${broker} contradict each other: that connection is not encrypted; give --broker mqtts://HOST:8883, or leave --ca-file out`,
    noBroker:
      "--ca-file goes with --broker mqtts://HOST:8883; give that one, or leave --ca-file out",
  },
  giveIt: (isProposed) => isProposed ? "give it, or --yes to take what is proposed" : "give it",
  stop: "stop here; nothing is written",

  welcome:
    "This sets the agent up. Enter takes what stands in [ ]; nothing is written before the end.",
  existing: (file) => `${file} is there already: its settings are proposed, all others stay.`,
  whichInstallation: "Which installation is it about?",
  anotherGateway: "a further gateway",
  home: "Home",

  whereIsGateway: "Where is the gateway (Xcom-232i or Xcom-LAN)?",
  asConfigured: (link) => `as configured: ${link}`,
  lookForIt: "look for it",
  byHand: "enter it by hand",
  agentRuns: "An agent runs and holds the line: it is asked in our place.",
  agentElsewhere:
    "An agent runs here with another configuration, and may hold the port: stop it, or give its file with --config.",
  looking:
    "Looking for the gateway on serial ports and in the network; this may take half a minute …",
  whichGateway: (count) =>
    count === 1
      ? "A gateway answers. Is it this one?"
      : `${count} gateways answer. Which one is it?`,
  nothingAnswers: "No gateway answers. What was seen:",
  noGateway: "no gateway answers; give its link by --link",
  whatNow: "What now?",
  noPort: "no serial port: this machine has none; plug the adapter in",
  portsUnknown:
    "the serial ports cannot be listed: that takes Linux with glibc 2.30 or newer; or reach the gateway through the network",
  noMoxa: "no Moxa (Xcom-LAN) answers in the network",
  moxaObstacles: {
    no_network: (asked) => `no Moxa was looked for: no network leads to ${asked}`,
    no_such_host: (asked) => `no Moxa was looked for: no host is found by the name ${asked}`,
    failed: (asked, reason) =>
      `${asked} cannot be asked for Moxas (${reason}); look at the network`,
  },
  moxaAt: (mac, address, port) =>
    `Moxa ${mac} at http://${address}: if it is the Xcom-LAN's, enter this machine's address and ` +
    `port ${port} there as a TCP destination`,
  nobodyDialled: (port) => `port ${port}: no Moxa connected`,
  dialledIn: (port) => `port ${port}: somebody connected`,
  verdicts: Object.fromEntries(
    Verdicts.map((verdict) => [verdict, meaningOf(verdict)]),
  ) as Texts["verdicts"],
  obstacles: {
    permission:
      "this user may not open it: run this with sudo, or add the user to the group dialout",
    held: "another program holds it: stop that one",
    missing: "there is no such port: look at the cable and at the name",
    refused: "the host refuses; look whether the serial server is in TCP server mode on this port",
    silent: "the host does not answer; look whether it is switched on, and at its address",
    unreachable: "there is no way to the host; look at its address and at the network",
    in_use: "the port of this machine is in use; stop the other program, or choose another port",
    not_serial: "it is not a serial port; give a port such as /dev/ttyUSB0",
    lifeless: "nothing answers behind it; look at the adapter and its plug",
    unknown_host: "no host is found by that name; correct it, or give an IP address",
    setting:
      "its driver refuses the baud rate or the parity; use another adapter, or give --baud and --parity",
    low_port: "ports below 1024 are root's; choose one from 1024 on, such as 4001",
    unusable: "it cannot be used",
  },
  link: "Link, as serial:/dev/ttyUSB0, tcp:HOST:PORT, tcp-listen:PORT or udp:HOST:PORT:LOCALPORT",
  linkWrong: (text) =>
    `found "${text}"; give serial:/dev/ttyUSB0, tcp:HOST:PORT, tcp-listen:PORT or udp:HOST:PORT:LOCALPORT, with ports from 1 to 65535`,
  linkTaken: (link, id) => `${link} is the gateway of ${id} already; give another one`,
  linkPortTaken: (port, setting) =>
    `port ${port} is the agent's own already (${setting}); choose another one, such as 4001`,
  lineSetting: (baudRate, parity) => `${baudRate}, ${parity}`,
  progress: progressText,
  trying: (what) => `Trying ${what} …`,
  devices: (names) =>
    names.length === 0
      ? "A gateway answers, but no device behind it: look whether they are on, and at the communication cable."
      : `A gateway answers, with ${names.length} ${names.length === 1 ? "device" : "devices"}: ${
        names.join(", ")
      }.`,
  devicesUnknown:
    "A gateway answers, but its devices could not be listed: the line broke in between. Look at the cable; studer-agent scan lists them later.",
  tryAgain: "try again",
  anotherLink: "another link",
  keepUntested: "take it nevertheless",
  linkNotOpened: (reason) => `it cannot be opened: ${reason}`,
  noDialInYet: (port) =>
    `nobody connected to port ${port}: enter this machine's address and that port as a TCP destination in the Moxa's pages`,

  plantName: "What is the plant called?",
  plantId: "Its name in MQTT topics, in a-z, 0-9, _ and -",
  idTaken: (id) => `${id} is the name of another one already; give another name`,
  idWrong: "only a-z, 0-9, _ and -, and not agent",
  nameWrong: "give a name without control characters, of at most 4096 letters",
  plantTimeZone: "Time zone of the gateway's clock",
  timeZoneWrong: (meant) =>
    meant === undefined
      ? "give the name of a time zone, such as Europe/Paris"
      : `did you mean ${meant}?`,

  brokerSeen: (url) => `An MQTT broker answers at ${url}.`,
  noBrokerSeen: "No MQTT broker was seen; with embedded the agent is one itself.",
  broker: "MQTT broker, as mqtt://HOST:1883, mqtts://HOST:8883, or embedded",
  brokerWrong: "give an address such as mqtt://192.168.1.10:1883, or embedded",
  brokerWithUser:
    "leave user and password out of the address: they are asked for by themselves, or given by --username and --password-file",
  brokerEmbedded: "The agent will be the broker.",
  brokerWell: (url, version) => `The broker ${url} answers (MQTT ${version}).`,
  brokerUntested: (url) => `The broker ${url} was not tried.`,
  brokerTrouble: (url, trouble) => `The broker ${url}: ${trouble}`,
  brokerVerdicts: (verdict) =>
    Spoken.reduce(
      (text, [setting, word]) => text.replace(setting, word),
      brokerVerdictText(verdict),
    ),
  brokerUseless: "the broker cannot be used as it was given; what is wrong stands above",
  anotherBroker: "another address",
  otherUser: "another user or password",
  certificateFile: "File with the certificate of the authority (PEM)",
  cannotRead: (file) => `${file} cannot be read; give another file`,
  passwordFileEmpty: (file) => `${file} is empty or too long; write the password in it`,
  hiddenFile: "a service cannot see files of users; copy it to /etc/studer-agent and give that one",
  username: "User at the broker",
  password: "Password",
  newUsername: "A user name of your choice, by which they log in",
  newPassword: "A password of your choice",
  portTaken: (port) =>
    `Port ${port} of this machine is taken by another program, and the agent cannot be the broker there: give a broker's address, or embedded:PORT for another port, or stop that program.`,
  brokerReach: (hosts, port) =>
    `Other machines, such as Home Assistant's, reach the agent's broker at ${
      hosts.join(" or ")
    }, port ${port}, with its user and password.`,
  reachable: "May other machines reach the agent's broker, such as Home Assistant on another one?",

  homeAssistant: "Shall Home Assistant find the devices by itself?",
  service: "Shall the agent run as a service, now and after every start of this machine?",
  noService: {
    no_systemd: "No service is offered: systemd does not run on this machine.",
    not_root: "No service is offered without root: run this with sudo for one.",
    from_source: "No service is offered: this agent runs from its source, not as one file.",
    hidden_file:
      "No service is offered: it could not see this file; for one, give --config /etc/studer-agent/agent.config.yaml.",
  },
  summary: (file) => `This will be in ${file}:`,
  nothingToChange: (file) => `${file} says all that already: nothing is to be written.`,
  writeIt: "Write it?",
  written: (file) => `Written: ${file}`,
  backup: (file) => `The former file is kept: ${file}`,
  installEvents: eventText,
  serviceTroubles: troubleText,
  serviceCannotRead: (file) =>
    `${file} is written, but the service cannot use it, see above; correct it there, and type sudo studer-agent service install`,
  serviceStarted: "The service is installed and runs.",
  waitingForAgent: "Waiting for the service to read the plant …",
  firstValues: "First values:",
  valueNames: {
    operating_state: "Operating state",
    battery_voltage: "Battery voltage",
    battery_charge_current: "Battery charge current",
    output_active_power_3136: "Output active power",
    power_of_the_pv_generator: "Power of the PV generator",
    battery_current: "Battery current",
    operating_mode: "Operating mode",
    pv_power: "PV power",
    pv_operating_mode: "PV operating mode",
    state_of_charge: "State of charge",
    battery_temperature: "Battery temperature",
  },
  noValuesYet: (reason) => `No values yet: ${reason}`,
  lineLost: "the gateway fell silent; look at the cable, and at the power of the Xcom",
  agentLost: {
    ended: "the agent that ran has ended; start it again",
    outdated: "the agent that runs does not know this plant yet; start it again",
  },
  serviceSilent: (command) => `the service does not answer yet; its log tells more: ${command}`,
  mayNotCommand:
    "an agent runs, but this user may not command it; run this with sudo, or join the group of the agent's user",
  restartAgent: "Restart the agent that runs: it takes up its new settings then.",
  startIt: (command) => `The agent is started by: ${command}`,

  interrupted: "interrupted; nothing was written",
  systemSays: (words) => words,
  inEnglish: (words) => words,
  wrongUsage: (words) => words,
  configWrong: (file) =>
    `${file} cannot be changed as long as it is wrong; correct what stands above`,
  fileUnreadable: (file, trouble) => `${file} cannot be read: ${fileTroubleText(trouble)}`,
  interruptedLate: (file) => `interrupted; ${file} says what was answered`,
  declined: "stopped; nothing was written",
  cannotWrite: (file, reason) => `${file} cannot be written: ${reason}`,
  readOnly: "the file system is read-only; make it writable, or choose another file with --config",
  notAllowed: "this user may not; run it with sudo, or choose another file with --config",
  notOurs:
    "it belongs to another user, or to a group that may read it, and this user cannot leave it to them; run it with sudo, or choose another file with --config",
  diskFull: "the disk is full; make room and try again",
  wrongSetting: (problems) =>
    `what was answered does not make a configuration: ${problems.map(wrong).join("; ")}`,
  changeByHand: (setting) =>
    `${setting} cannot be changed here: its value is shared or written in an unusual way; change it by hand`,
};

function wrong({ setting, message }: WrongSetting): string {
  return message === undefined ? setting : `${setting}: ${message}`;
}
