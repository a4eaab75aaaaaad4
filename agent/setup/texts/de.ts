import { germanVerdict } from "./de_broker.ts";
import { germanEvent, germanTrouble } from "./de_service.ts";
import { germanFileTrouble, germanSystemWords } from "./de_system.ts";
import type { Texts, WrongSetting } from "./texts.ts";

/** The setup in German. */
export const German: Texts = {
  yes: "ja",
  no: "nein",
  number: "Nummer",
  colon: ": ",
  enterKeeps: "Eingabetaste: unverändert",
  enterGoesBack: "Eingabetaste: zurück",
  answerMissing: "Bitte etwas eingeben",
  numberWanted: (most) => `Bitte eine Zahl von 1 bis ${most} eingeben`,
  yesOrNoWanted: (yes, no) => `Bitte mit ${yes} oder ${no} antworten`,
  hidden: "(wird nicht angezeigt)",
  flagWrong: (flag, found, complaint) => `${flag}: ${found} geht nicht; ${complaint}`,
  flagMissing: (flag, advice) => `${flag} fehlt, und niemand ist da, um zu antworten; ${advice}`,
  flagsMissing: (flags) =>
    `niemand ist da, um zu antworten: geben Sie ${flags} an, oder --yes für alles Vorgeschlagene`,
  giveOneOf: (words) => `möglich ist ${words}`,
  contradictions: {
    both: (flag, opposite) =>
      `${flag} und ${opposite} widersprechen sich; lassen Sie eines von beiden weg`,
    ports: (ports) =>
      `--link und der Anschluss ${ports} sagen beide, wo das Gateway ist; lassen Sie eines von beiden weg`,
    setting: (flag) =>
      `${flag} gehört zu --link serial:…; lassen Sie ${flag} weg, oder geben Sie den Anschluss mit --link an`,
    installations:
      "--installation wählt eine schon eingerichtete Anlage, --installation-id kann eine neue benennen; lassen Sie eines von beiden weg",
    noInstallation:
      "--installation wählt eine schon eingerichtete Anlage, und es gibt noch keine; geben Sie ihren Namen in MQTT-Topics mit --installation-id an",
    share: (flag, broker) =>
      `${flag} und ${broker} widersprechen sich: nur der Broker des Agenten selbst lässt sich freigeben oder sperren; geben Sie --broker embedded an, oder lassen Sie ${flag} weg`,
    certificate: (broker) =>
      `--ca-file und ${broker} widersprechen sich: diese Verbindung ist nicht verschlüsselt; geben Sie --broker mqtts://HOST:8883 an, oder lassen Sie --ca-file weg`,
    noBroker:
      "--ca-file gehört zu --broker mqtts://HOST:8883; geben Sie das mit an, oder lassen Sie --ca-file weg",
  },
  giveIt: (isProposed) =>
    isProposed ? "geben Sie es an, oder --yes für alles Vorgeschlagene" : "geben Sie es an",
  stop: "hier abbrechen, ohne etwas zu speichern",

  welcome:
    "Einrichtung des Agenten. Die Eingabetaste übernimmt, was in [ ] steht; gespeichert wird erst am Schluss.",
  existing: (file) =>
    `Die Datei ${file} gibt es schon: ihre Einstellungen werden vorgeschlagen, alles andere bleibt.`,
  whichInstallation: "Um welche Anlage geht es?",
  anotherGateway: "ein weiteres Gateway",
  home: "Zuhause",

  whereIsGateway: "Wo ist das Gateway (Xcom-232i oder Xcom-LAN)?",
  asConfigured: (link) => `wie eingestellt: ${link}`,
  lookForIt: "suchen lassen",
  byHand: "von Hand eingeben",
  agentRuns: "Ein Agent läuft schon und belegt die Leitung: er wird nach den Geräten gefragt.",
  agentElsewhere:
    "Hier läuft ein Agent mit einer anderen Konfiguration und belegt vielleicht den Anschluss: beenden Sie ihn, oder geben Sie seine Datei mit --config an.",
  looking:
    "Suche nach dem Gateway an seriellen Anschlüssen und im Netz; das kann eine halbe Minute dauern …",
  whichGateway: (count) =>
    count === 1
      ? "Ein Gateway antwortet. Ist es dieses?"
      : `${count} Gateways antworten. Welches ist es?`,
  nothingAnswers: "Kein Gateway antwortet. Das ist dabei aufgefallen:",
  noGateway: "kein Gateway antwortet; geben Sie seine Verbindung mit --link an",
  whatNow: "Was nun?",
  noPort: "kein serieller Anschluss an diesem Rechner; stecken Sie den Adapter ein",
  portsUnknown:
    "die seriellen Anschlüsse lassen sich nicht auflisten: dazu braucht es Linux mit glibc 2.30 oder neuer; sonst ist das Gateway über das Netz erreichbar",
  noMoxa: "kein Moxa (Xcom-LAN) antwortet im Netz",
  moxaObstacles: {
    no_network: (asked) => `kein Moxa wurde gesucht: kein Netz führt zu ${asked}`,
    no_such_host: (asked) => `kein Moxa wurde gesucht: der Name ${asked} lässt sich nicht auflösen`,
    failed: (asked, reason) =>
      `unter ${asked} lässt sich nicht nach Moxas suchen (${reason}); prüfen Sie das Netz`,
  },
  moxaAt: (mac, address, port) =>
    `Moxa ${mac} unter http://${address}: wenn es das des Xcom-LAN ist, tragen Sie dort die Adresse ` +
    `dieses Rechners und Port ${port} als TCP-Ziel ein`,
  nobodyDialled: (port) => `Port ${port}: kein Moxa hat sich verbunden`,
  dialledIn: (port) => `Port ${port}: jemand hat sich verbunden`,
  verdicts: {
    silence:
      "es kam kein einziges Byte an: prüfen Sie das Kabel (gerade, nicht gekreuzt), die Stromversorgung des Xcom, und ob es an diesem Rechner steckt",
    noise:
      "es kamen Bytes an, aber kein Telegramm: ein anderes Gerät, eine andere Baudrate oder eine andere Parität; prüfen Sie bei einem Moxa dessen serielle Einstellungen",
    late:
      "die Antworten kamen zu spät: das Gateway ist überlastet; beenden Sie andere Programme, die es abfragen",
    damaged:
      "Telegramme kamen beschädigt an: prüfen Sie das Kabel und seine Masse (Pin 5), und schalten Sie im Moxa das Bündeln von Daten (Data Packing) aus",
    foreign:
      "die Antworten galten jemand anderem: ein anderes Programm oder das Studer-Portal benutzt dieses Gateway; beenden Sie es",
    echo:
      "die eigenen Anfragen kamen zurück: die Pins 2 und 3 berühren sich, oder der Adapter sendet ein Echo",
  },
  obstacles: {
    permission:
      "dieser Benutzer darf ihn nicht öffnen: verwenden Sie sudo, oder nehmen Sie den Benutzer in die Gruppe dialout auf",
    held: "ein anderes Programm belegt ihn: beenden Sie es",
    missing: "diesen Anschluss gibt es nicht: prüfen Sie das Kabel und den Namen",
    refused:
      "der Host lehnt ab; prüfen Sie, ob der serielle Server an diesem Port im Modus TCP-Server ist",
    silent: "der Host antwortet nicht; prüfen Sie, ob er eingeschaltet ist, und seine Adresse",
    unreachable: "der Host ist nicht erreichbar; prüfen Sie seine Adresse und das Netz",
    in_use:
      "der Port dieses Rechners ist belegt; beenden Sie das andere Programm, oder wählen Sie einen anderen Port",
    not_serial: "das ist kein serieller Anschluss; geben Sie einen solchen an, etwa /dev/ttyUSB0",
    lifeless: "dahinter antwortet nichts; prüfen Sie den Adapter und seinen Stecker",
    unknown_host:
      "der Name des Hosts lässt sich nicht auflösen; berichtigen Sie ihn, oder geben Sie die IP-Adresse an",
    setting:
      "der Treiber des Adapters lehnt die Baudrate oder die Parität ab; verwenden Sie einen anderen Adapter, oder ändern Sie --baud und --parity",
    low_port: "Ports unter 1024 sind root vorbehalten; wählen Sie einen höheren, etwa 4001",
    unusable: "er lässt sich nicht verwenden",
  },
  link:
    "Verbindung (serial:/dev/ttyUSB0, tcp:HOST:PORT, tcp-listen:PORT oder udp:HOST:PORT:LOKALERPORT)",
  linkWrong: (text) =>
    `„${text}“ ist keine Verbindung; schreiben Sie serial:/dev/ttyUSB0, tcp:HOST:PORT, tcp-listen:PORT oder udp:HOST:PORT:LOKALERPORT, mit Ports von 1 bis 65535`,
  linkTaken: (link, id) =>
    `${link} ist schon das Gateway der Anlage ${id}; geben Sie ein anderes an`,
  linkPortTaken: (port, setting) =>
    `Port ${port} verwendet der Agent schon selbst (${setting}); wählen Sie einen anderen, etwa 4001`,
  lineSetting: (baudRate, parity) =>
    `${baudRate} Baud, ${
      { even: "gerade Parität", none: "ohne Parität", odd: "ungerade Parität" }[parity]
    }`,
  progress: (progress) => {
    switch (progress.kind) {
      case "port":
        return `${progress.path} wird geprüft …`;
      case "dial_in":
        return `Warten auf ein Moxa an Port ${progress.port} …`;
      case "scan":
        return `Ein Gateway antwortet: Adresse ${progress.asked} von ${progress.total}, gefundene Geräte: ${progress.found}`;
    }
  },
  trying: (what) => `${what} wird geprüft …`,
  devices: (names) =>
    names.length === 0
      ? "Ein Gateway antwortet, aber kein Gerät dahinter: sind die Geräte eingeschaltet, steckt das Kommunikationskabel?"
      : `Ein Gateway antwortet, mit ${names.length} ${names.length === 1 ? "Gerät" : "Geräten"}: ${
        names.join(", ")
      }.`,
  devicesUnknown:
    "Ein Gateway antwortet, aber seine Geräte konnten nicht aufgelistet werden: die Leitung riss zwischendurch ab. Prüfen Sie das Kabel; studer-agent scan zeigt sie später.",
  tryAgain: "noch einmal versuchen",
  anotherLink: "eine andere Verbindung",
  keepUntested: "trotzdem verwenden",
  linkNotOpened: (reason) => `die Verbindung lässt sich nicht öffnen: ${reason}`,
  noDialInYet: (port) =>
    `niemand hat sich mit Port ${port} verbunden: tragen Sie die Adresse dieses Rechners und diesen Port als TCP-Ziel in den Seiten des Moxa ein`,

  plantName: "Wie heißt die Anlage?",
  plantId: "Ihr Name in den MQTT-Topics (nur a-z, 0-9, _ und -)",
  idTaken: (id) => `${id} heißt schon eine andere Anlage; geben Sie einen anderen Namen ein`,
  idWrong: "nur a-z, 0-9, _ und -, und nicht agent",
  nameWrong: "geben Sie einen Namen ohne Steuerzeichen ein, höchstens 4096 Zeichen lang",
  plantTimeZone: "Zeitzone der Uhr des Gateways",
  timeZoneWrong: (meant) =>
    meant === undefined
      ? "geben Sie den Namen einer Zeitzone ein, etwa Europe/Paris"
      : `meinten Sie ${meant}?`,

  brokerSeen: (url) => `Ein MQTT-Broker antwortet unter ${url}.`,
  noBrokerSeen:
    "Kein MQTT-Broker gefunden; mit der Antwort embedded ist der Agent selbst der Broker.",
  broker: "MQTT-Broker (mqtt://HOST:1883, mqtts://HOST:8883 oder embedded)",
  brokerWrong: "geben Sie eine Adresse wie mqtt://192.168.1.10:1883 ein, oder embedded",
  brokerWithUser:
    "lassen Sie Benutzer und Passwort in der Adresse weg: nach ihnen wird eigens gefragt, oder Sie geben sie mit --username und --password-file an",
  brokerEmbedded: "Der Agent wird der Broker sein.",
  brokerWell: (url, version) => `Der Broker ${url} antwortet (MQTT ${version}).`,
  brokerUntested: (url) => `Der Broker ${url} wurde nicht geprüft.`,
  brokerTrouble: (url, trouble) => `Broker ${url}: ${trouble}`,
  brokerVerdicts: germanVerdict,
  brokerUseless: "der Broker lässt sich so nicht verwenden; der Grund steht weiter oben",
  anotherBroker: "eine andere Adresse",
  otherUser: "ein anderer Benutzer oder ein anderes Passwort",
  certificateFile: "Datei mit dem Zertifikat der Zertifizierungsstelle (PEM)",
  cannotRead: (file) => `${file} ist nicht lesbar; geben Sie eine andere Datei an`,
  passwordFileEmpty: (file) => `${file} ist leer oder zu lang; schreiben Sie das Passwort hinein`,
  hiddenFile:
    "ein Dienst sieht keine Dateien von Benutzern; kopieren Sie sie nach /etc/studer-agent, und geben Sie diese an",
  username: "Benutzername beim Broker",
  password: "Passwort",
  newUsername: "Ein Benutzername Ihrer Wahl, mit dem sie sich anmelden",
  newPassword: "Ein Passwort Ihrer Wahl",
  portTaken: (port) =>
    `Port ${port} dieses Rechners belegt ein anderes Programm, der Agent kann dort nicht der Broker sein: geben Sie die Adresse eines Brokers ein, oder embedded:PORT für einen anderen Port, oder beenden Sie jenes Programm.`,
  brokerReach: (hosts, port) =>
    `Andere Rechner, etwa der von Home Assistant, erreichen den Broker des Agenten unter ${
      hosts.join(" oder ")
    }, Port ${port}, mit dessen Benutzernamen und Passwort.`,
  reachable:
    "Dürfen andere Rechner den Broker des Agenten erreichen, etwa Home Assistant auf einem anderen?",

  homeAssistant: "Soll Home Assistant die Geräte von selbst finden?",
  service: "Soll der Agent als Dienst laufen, jetzt und nach jedem Start dieses Rechners?",
  noService: {
    no_systemd: "Kein Dienst möglich: systemd läuft auf diesem Rechner nicht.",
    not_root: "Kein Dienst möglich ohne Root-Rechte: verwenden Sie dafür sudo.",
    from_source:
      "Kein Dienst möglich: dieser Agent läuft aus dem Quelltext, nicht als einzelne Programmdatei.",
    hidden_file:
      "Kein Dienst möglich: er könnte diese Datei nicht lesen; geben Sie --config /etc/studer-agent/agent.config.yaml an.",
  },
  summary: (file) => `Das wird in ${file} stehen:`,
  nothingToChange: (file) => `In ${file} steht das alles schon: es gibt nichts zu ändern.`,
  writeIt: "So speichern?",
  written: (file) => `Gespeichert: ${file}`,
  backup: (file) => `Die bisherige Datei bleibt erhalten: ${file}`,
  installEvents: germanEvent,
  serviceTroubles: germanTrouble,
  serviceCannotRead: (file) =>
    `${file} ist gespeichert, aber der Dienst kann sie so nicht verwenden, siehe oben; berichtigen Sie die Datei, und geben Sie sudo studer-agent service install ein`,
  serviceStarted: "Der Dienst ist eingerichtet und läuft.",
  waitingForAgent: "Warten, bis der Dienst die Anlage liest …",
  firstValues: "Erste Werte:",
  valueNames: {
    operating_state: "Betriebszustand",
    battery_voltage: "Batteriespannung",
    battery_charge_current: "Ladestrom der Batterie",
    output_active_power_3136: "Wirkleistung am Ausgang",
    power_of_the_pv_generator: "Leistung des Solargenerators",
    battery_current: "Batteriestrom",
    operating_mode: "Betriebsart",
    pv_power: "Solarleistung",
    pv_operating_mode: "Betriebsart des Solarreglers",
    state_of_charge: "Ladezustand",
    battery_temperature: "Batterietemperatur",
  },
  noValuesYet: (reason) => `Noch keine Werte: ${reason}`,
  lineLost:
    "das Gateway antwortet nicht mehr; prüfen Sie das Kabel und die Stromversorgung des Xcom",
  agentLost: {
    ended: "der Agent, der lief, ist beendet; starten Sie ihn neu",
    outdated: "der laufende Agent kennt diese Anlage noch nicht; starten Sie ihn neu",
  },
  serviceSilent: (command) => `der Dienst antwortet noch nicht; sein Log sagt mehr: ${command}`,
  mayNotCommand:
    "ein Agent läuft, aber dieser Benutzer darf ihm nichts auftragen; verwenden Sie sudo, oder nehmen Sie den Benutzer in die Gruppe des Agenten auf",
  restartAgent: "Starten Sie den laufenden Agenten neu: dann gelten die neuen Einstellungen.",
  startIt: (command) => `So wird der Agent gestartet: ${command}`,

  interrupted: "abgebrochen; es wurde nichts gespeichert",
  systemSays: germanSystemWords,
  inEnglish: (words) => `auf Englisch: „${words}“`,
  wrongUsage: (words) => `die Befehlszeile ist nicht verständlich (auf Englisch: „${words}“)`,
  configWrong: (file) => `${file} enthält Fehler; berichtigen Sie zuerst, was oben steht`,
  fileUnreadable: (file, trouble) => `${file} ist nicht lesbar: ${germanFileTrouble(trouble)}`,
  interruptedLate: (file) => `abgebrochen; in ${file} stehen die Antworten`,
  declined: "beendet; es wurde nichts gespeichert",
  cannotWrite: (file, reason) => `${file} kann nicht geschrieben werden: ${reason}`,
  readOnly:
    "das Dateisystem ist schreibgeschützt; machen Sie es beschreibbar, oder wählen Sie mit --config eine andere Datei",
  notAllowed:
    "dieser Benutzer darf es nicht; verwenden Sie sudo, oder wählen Sie mit --config eine andere Datei",
  notOurs:
    "die Datei gehört einem anderen Benutzer oder einer Gruppe mit Leserecht, und dieser Benutzer kann sie ihnen nicht lassen; verwenden Sie sudo, oder wählen Sie mit --config eine andere Datei",
  diskFull: "der Datenträger ist voll; schaffen Sie Platz und versuchen Sie es noch einmal",
  wrongSetting: (problems) =>
    `die Antworten ergeben keine gültige Konfiguration: ${problems.map(wrong).join("; ")}`,
  changeByHand: (setting) =>
    `${setting} lässt sich hier nicht ändern: der Wert wird mehrfach verwendet oder ist ungewöhnlich geschrieben; ändern Sie ihn von Hand`,
};

function wrong({ setting, message }: WrongSetting): string {
  return message === undefined ? setting : `${setting} (auf Englisch: „${message}“)`;
}
