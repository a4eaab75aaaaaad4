import type { BrokerVerdict } from "../../mqtt/broker_verdict.ts";
import type { Texts } from "./texts.ts";

/** The setup in German. */
export const German: Texts = {
  yes: "ja",
  no: "nein",
  number: "Nummer",
  enterKeeps: "Enter behält es",
  answerMissing: "Bitte etwas eingeben",
  numberWanted: (most) => `Bitte eine Nummer von 1 bis ${most} eingeben`,
  yesOrNoWanted: (yes, no) => `Bitte mit ${yes} oder ${no} antworten`,
  hidden: "(verborgen)",
  stop: "hier aufhören; es wird nichts geschrieben",

  welcome:
    "Einrichtung des Agenten. Enter übernimmt, was in [ ] steht; geschrieben wird erst am Schluss.",
  existing: (file) =>
    `${file} gibt es schon: ihre Einstellungen werden vorgeschlagen, alle anderen bleiben.`,
  whichInstallation: "Um welche Anlage geht es?",
  anotherGateway: "ein weiteres Gateway",
  home: "Zuhause",

  whereIsGateway: "Wo ist das Gateway (Xcom-232i oder Xcom-LAN)?",
  asConfigured: (link) => `wie eingestellt: ${link}`,
  lookForIt: "danach suchen",
  byHand: "von Hand eingeben",
  agentRuns: "Ein Agent läuft und hält die Leitung: er wird an unserer Stelle gefragt.",
  agentElsewhere:
    "Hier läuft ein Agent mit einer anderen Konfiguration und hält vielleicht den Anschluss: halten Sie ihn an, oder geben Sie seine Datei mit --config an.",
  looking:
    "Suche nach dem Gateway an seriellen Anschlüssen und im Netz; das kann eine halbe Minute dauern …",
  whichGateway: "Ein Gateway wurde gefunden. Welches ist es?",
  nothingAnswers: "Kein Gateway antwortet. Das wurde gesehen:",
  noGateway: "kein Gateway antwortet; geben Sie seine Verbindung mit --link an",
  whatNow: "Was nun?",
  noPort: "kein serieller Anschluss an diesem Rechner; stecken Sie den Adapter ein",
  noMoxa: "kein Moxa (Xcom-LAN) antwortet im Netz",
  moxaAt: (mac, address, port) =>
    `Moxa ${mac} unter http://${address}: wenn es das des Xcom-LAN ist, tragen Sie dort die Adresse ` +
    `dieses Rechners und Port ${port} als TCP-Ziel ein`,
  nobodyDialled: (port) => `Port ${port}: kein Moxa hat sich verbunden`,
  dialledIn: (port) => `Port ${port}: jemand hat sich verbunden`,
  verdicts: {
    silence:
      "kein einziges Byte kam an: prüfen Sie das Kabel (gerade, nicht gekreuzt), die Speisung des Xcom, und ob er hier eingesteckt ist",
    noise:
      "Bytes kamen an, aber kein Rahmen: ein anderes Gerät, oder eine andere Baudrate oder Parität; hinter einem Moxa seine seriellen Einstellungen prüfen",
    late:
      "Antworten kamen zu spät: das Gateway ist überlastet; halten Sie andere Programme an, die es fragen",
    damaged:
      "Rahmen kamen beschädigt an: prüfen Sie das Kabel und seine Masse (Pin 5), und schalten Sie das Zusammenfassen von Daten im Moxa aus",
    foreign:
      "Antworten galten jemand anderem: ein anderes Programm oder das Studer-Portal benutzt dieses Gateway",
    echo:
      "unsere eigenen Fragen kamen zurück: die Pins 2 und 3 berühren sich, oder der Adapter gibt ein Echo",
  },
  obstacles: {
    permission:
      "dieser Benutzer darf ihn nicht öffnen: mit sudo ausführen, oder den Benutzer in die Gruppe dialout aufnehmen",
    held: "ein anderes Programm hält ihn: halten Sie jenes an",
    missing: "diesen Anschluss gibt es nicht: prüfen Sie das Kabel und den Namen",
    refused:
      "der Host lehnt ab; prüfen Sie, ob der serielle Server an diesem Port im Modus TCP-Server ist",
    silent: "der Host antwortet nicht; prüfen Sie, ob er eingeschaltet ist, und seine Adresse",
    unreachable: "zum Host führt kein Weg; prüfen Sie seine Adresse und das Netz",
    in_use:
      "der Port dieses Rechners ist belegt; halten Sie das andere Programm an, oder wählen Sie einen anderen Port",
    unusable: "er ist nicht brauchbar",
  },
  link:
    "Verbindung: serial:/dev/ttyUSB0, tcp:HOST:PORT, tcp-listen:PORT oder udp:HOST:PORT:LOKALERPORT",
  linkWrong: (text) =>
    `„${text}“ ist keine Verbindung; schreiben Sie serial:/dev/ttyUSB0, tcp:HOST:PORT, tcp-listen:PORT oder udp:HOST:PORT:LOKALERPORT`,
  trying: (what) => `Versuch mit ${what} …`,
  devices: (names) =>
    names.length === 0
      ? "Ein Gateway antwortet, aber kein Gerät dahinter: sind die Geräte eingeschaltet, steckt das Kommunikationskabel?"
      : `Ein Gateway antwortet, mit ${names.length} ${names.length === 1 ? "Gerät" : "Geräten"}: ${
        names.join(", ")
      }.`,
  devicesUnknown: (problem) =>
    `Ein Gateway antwortet, aber seine Geräte konnten nicht aufgelistet werden (${problem}).`,
  tryAgain: "noch einmal versuchen",
  anotherLink: "eine andere Verbindung",
  keepUntested: "trotzdem nehmen",
  linkNotOpened: (problem) => `sie lässt sich nicht öffnen: ${problem}`,
  noDialInYet: (port) =>
    `niemand hat sich mit Port ${port} verbunden: tragen Sie die Adresse dieses Rechners und diesen Port als TCP-Ziel in den Seiten des Moxa ein`,

  plantName: "Wie heißt die Anlage?",
  plantId: "Ihr Name in MQTT-Topics, aus a-z, 0-9, _ und -",
  idTaken: (id) => `${id} heißt schon eine andere; geben Sie einen anderen Namen`,
  idWrong: "nur a-z, 0-9, _ und -, und nicht agent",
  plantTimeZone: "Zeitzone der Uhr des Gateways",

  brokerSeen: (url) => `Ein MQTT-Broker antwortet unter ${url}.`,
  noBrokerSeen: "Es wurde kein MQTT-Broker gefunden; mit embedded ist der Agent selbst einer.",
  broker: "MQTT-Broker: mqtt://HOST:1883, mqtts://HOST:8883, oder embedded",
  brokerWrong: "geben Sie eine Adresse wie mqtt://192.168.1.10:1883, oder embedded",
  brokerEmbedded: "Der Agent wird der Broker sein.",
  brokerWell: (url, version) => `Der Broker ${url} antwortet (MQTT ${version}).`,
  brokerUntested: (url) => `Der Broker ${url} wurde nicht ausprobiert.`,
  brokerTrouble: (url, trouble) => `Der Broker ${url}: ${trouble}`,
  brokerVerdicts: verdictText,
  brokerUseless: "der Broker ist so nicht brauchbar; was ihm fehlt, steht darüber",
  anotherBroker: "eine andere Adresse",
  otherUser: "ein anderer Benutzer oder ein anderes Passwort",
  certificateFile: "Datei mit dem Zertifikat der Stelle (PEM)",
  cannotRead: (file) => `${file} ist nicht lesbar; geben Sie eine andere Datei`,
  username: "Benutzer beim Broker",
  password: "Passwort",
  portTaken: (port) =>
    `Port ${port} dieses Rechners hat ein anderes Programm: der Agent kann dort nicht der Broker sein.`,
  onlyEmbedded: "--share-broker gehört zu --broker embedded; lassen Sie es weg",
  reachable:
    "Dürfen andere Rechner den Broker des Agenten erreichen, etwa Home Assistant auf einem anderen?",

  homeAssistant: "Soll Home Assistant die Geräte von selbst finden?",
  service: "Soll der Agent als Dienst laufen, jetzt und nach jedem Start dieses Rechners?",
  noService: {
    no_systemd: "Kein Dienst möglich: systemd läuft auf diesem Rechner nicht.",
    not_root: "Kein Dienst möglich ohne root: führen Sie dies dafür mit sudo aus.",
    from_source:
      "Kein Dienst möglich: dieser Agent läuft aus seinem Quelltext, nicht als eine Datei.",
    hidden_file:
      "Kein Dienst möglich: er sähe diese Datei nicht; geben Sie --config /etc/studer-agent/agent.config.yaml an.",
  },
  summary: (file) => `Das wird in ${file} stehen:`,
  nothingToChange: (file) => `${file} enthält das alles schon: es ist nichts zu schreiben.`,
  writeIt: "Schreiben?",
  written: (file) => `Geschrieben: ${file}`,
  backup: (file) => `Die frühere Datei bleibt: ${file}`,
  serviceStarted: "Der Dienst ist eingerichtet und läuft.",
  waitingForAgent: "Warten, bis der Dienst die Anlage liest …",
  firstValues: "Erste Werte:",
  noValuesYet: (problem) => `Noch keine Werte: ${problem}`,
  restartAgent: "Starten Sie den laufenden Agenten neu: dann gelten seine neuen Einstellungen.",
  startIt: (command) => `Der Agent wird gestartet mit: ${command}`,

  interrupted: "abgebrochen; es wurde nichts geschrieben",
  fileUnreadable: (file, reason) => `${file} ist nicht lesbar: ${reason}`,
  interruptedLate: (file) => `abgebrochen; in ${file} stehen die Antworten`,
  declined: "aufgehört; es wurde nichts geschrieben",
  cannotWrite: (file, reason) => `${file} kann nicht geschrieben werden: ${reason}`,
  readOnly:
    "das Dateisystem ist schreibgeschützt; machen Sie es beschreibbar, oder wählen Sie mit --config eine andere Datei",
  notAllowed:
    "dieser Benutzer darf es nicht; mit sudo ausführen, oder mit --config eine andere Datei wählen",
  diskFull: "die Platte ist voll; schaffen Sie Platz und versuchen Sie es noch einmal",
  wrongSetting: (problem) => `die Antworten ergeben keine Konfiguration: ${problem}`,
  changeByHand: (setting) =>
    `${setting} lässt sich hier nicht ändern: der Wert ist mehrfach verwendet oder ungewöhnlich geschrieben; ändern Sie ihn von Hand`,
};

function verdictText(verdict: Exclude<BrokerVerdict, { readonly kind: "ok" }>): string {
  switch (verdict.kind) {
    case "refused":
      return "Verbindung abgelehnt, an diesem Port hört niemand zu; starten Sie den Broker, oder berichtigen Sie Host und Port";
    case "unreachable":
      return `der Host ist nicht erreichbar (${verdict.code}); prüfen Sie, ob er eingeschaltet ist, und das Netz`;
    case "timeout":
      return "der Host antwortet nicht; prüfen Sie, ob er eingeschaltet ist, seine Adresse und seine Firewall";
    case "name_not_found":
      return verdict.known
        ? "einen Host dieses Namens gibt es nicht; berichtigen Sie ihn, oder geben Sie seine IP-Adresse"
        : "der Name des Hosts lässt sich nicht auflösen; prüfen Sie das Netz und seinen Nameserver";
    case "tls":
      return {
        expired:
          "das Zertifikat des Brokers ist abgelaufen oder noch nicht gültig; erneuern Sie es, oder stellen Sie die Uhr dieses Rechners",
        self_signed:
          "der Broker hat sein Zertifikat selbst unterschrieben; geben Sie die Datei mit diesem Zertifikat",
        unknown_authority:
          "die Stelle, die das Zertifikat des Brokers unterschrieb, ist unbekannt; geben Sie die Datei mit ihrem Zertifikat",
        wrong_host:
          "das Zertifikat des Brokers gilt für einen anderen Host; geben Sie den Namen, der darin steht, als Adresse",
        certificate_wanted:
          "der Broker verlangt ein Zertifikat des Clients; schreiben Sie mqtt.tls.certFile und mqtt.tls.keyFile in die Konfiguration",
        other: `TLS misslang (${verdict.detail}); sehen Sie im Log des Brokers nach`,
      }[verdict.trouble];
    case "bad_credentials":
      return "der Broker lehnt Benutzernamen oder Passwort ab; berichtigen Sie sie";
    case "not_authorised":
      return {
        anonymous: "der Broker lässt niemanden ohne Benutzer ein; geben Sie einen",
        user:
          "der Broker lässt diesen Benutzer nicht ein, oder nicht mit diesem Passwort; berichtigen Sie sie, oder erlauben Sie ihn im Broker",
        publish:
          "der Broker lässt diesen Benutzer ein, aber nicht veröffentlichen; erlauben Sie im Broker die Topics unter studer/",
      }[verdict.what];
    case "declined":
      return `der Broker lehnt ab: ${verdict.reason}`;
    case "not_mqtt":
      return {
        http:
          "ein Webserver antwortet, kein MQTT-Broker; berichtigen Sie den Port (gewöhnlich 1883)",
        tls: "ein Server mit TLS antwortet; schreiben Sie mqtts://",
        plain:
          "der Broker spricht an diesem Port ohne TLS; schreiben Sie mqtt://, oder seinen Port mit TLS",
        silence: "etwas nimmt die Verbindung an und schweigt; berichtigen Sie Host und Port",
        closed:
          "etwas nimmt die Verbindung an und legt auf; berichtigen Sie Host und Port, oder sehen Sie im Log des Brokers nach",
        other:
          `etwas antwortet (${verdict.greeting}), das nicht MQTT ist; berichtigen Sie Host und Port`,
      }[verdict.looksLike];
    case "failed":
      return `die Verbindung misslang (${verdict.detail}); prüfen Sie die Adresse und das Log des Brokers`;
  }
}
