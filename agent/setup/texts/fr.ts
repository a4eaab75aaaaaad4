import { frenchVerdict } from "./fr_broker.ts";
import { frenchEvent, frenchTrouble } from "./fr_service.ts";
import { frenchFileTrouble, frenchSystemWords } from "./fr_system.ts";
import type { Texts, WrongSetting } from "./texts.ts";

/** The setup in French. */
export const French: Texts = {
  yes: "oui",
  no: "non",
  number: "Numéro",
  colon: " : ",
  enterKeeps: "Entrée : inchangé",
  enterGoesBack: "Entrée : retour",
  answerMissing: "Une réponse est nécessaire",
  numberWanted: (most) => `Donnez un numéro de 1 à ${most}`,
  yesOrNoWanted: (yes, no) => `Répondez ${yes} ou ${no}`,
  hidden: "(masqué)",
  flagWrong: (flag, found, complaint) => `${flag} : ${found} ne convient pas ; ${complaint}`,
  flagMissing: (flag, advice) => `${flag} manque, et il n'y a personne pour répondre ; ${advice}`,
  flagsMissing: (flags) =>
    `il n'y a personne pour répondre : donnez ${flags}, ou --yes pour accepter ce qui est proposé`,
  giveOneOf: (words) => `les choix sont ${words}`,
  contradictions: {
    both: (flag, opposite) =>
      `${flag} et ${opposite} se contredisent ; enlevez l'une des deux options`,
    ports: (ports) =>
      `--link et le port ${ports} désignent tous deux la passerelle ; enlevez l'un des deux`,
    setting: (flag) =>
      `${flag} va avec --link serial:… ; enlevez ${flag}, ou indiquez le port avec --link`,
    installations:
      "--installation choisit une installation déjà configurée, alors que --installation-id peut en nommer une nouvelle ; enlevez l'une des deux options",
    noInstallation:
      "--installation choisit une installation déjà configurée, et il n'y en a pas encore ; donnez son nom dans les sujets MQTT avec --installation-id",
    share: (flag, broker) =>
      `${flag} et ${broker} se contredisent : seul le broker de l'agent peut être partagé ou non ; donnez --broker embedded, ou enlevez ${flag}`,
    certificate: (broker) =>
      `--ca-file et ${broker} se contredisent : cette connexion n'est pas chiffrée ; donnez --broker mqtts://HÔTE:8883, ou enlevez --ca-file`,
    noBroker:
      "--ca-file va avec --broker mqtts://HÔTE:8883 ; ajoutez cette option, ou enlevez --ca-file",
  },
  giveIt: (isProposed) =>
    isProposed
      ? "ajoutez cette option, ou --yes pour accepter ce qui est proposé"
      : "ajoutez cette option",
  stop: "arrêter ici, sans rien enregistrer",

  welcome:
    "Mise en service de l'agent. La touche Entrée accepte la réponse entre [ ] ; rien n'est enregistré avant la fin.",
  existing: (file) =>
    `${file} existe déjà : ses réglages sont proposés, tous les autres sont conservés.`,
  whichInstallation: "De quelle installation s'agit-il ?",
  anotherGateway: "une passerelle de plus",
  home: "Maison",

  whereIsGateway: "Où est la passerelle (Xcom-232i ou Xcom-LAN) ?",
  asConfigured: (link) => `comme configuré : ${link}`,
  lookForIt: "la chercher",
  byHand: "la saisir à la main",
  agentRuns: "Un agent tourne déjà et occupe la ligne : c'est lui qui est interrogé.",
  agentElsewhere:
    "Un agent tourne ici avec une autre configuration et occupe peut-être le port : arrêtez-le, ou indiquez son fichier avec --config.",
  looking:
    "Recherche de la passerelle sur les ports série et dans le réseau ; cela peut prendre une demi-minute …",
  whichGateway: (count) =>
    count === 1
      ? "Une passerelle répond. Est-ce la bonne ?"
      : `${count} passerelles répondent. Quelle est la bonne ?`,
  nothingAnswers: "Aucune passerelle ne répond. Ce qui a été vu :",
  noGateway: "aucune passerelle ne répond ; indiquez sa liaison avec --link",
  whatNow: "Que faire ?",
  noPort: "aucun port série sur cette machine ; branchez l'adaptateur",
  portsUnknown:
    "la liste des ports série ne peut être lue : il faut Linux avec glibc 2.30 ou plus récent ; sinon, passez par le réseau",
  noMoxa: "aucun Moxa (Xcom-LAN) ne répond dans le réseau",
  moxaObstacles: {
    no_network: (asked) => `aucun Moxa n'a été cherché : aucun réseau ne mène à ${asked}`,
    no_such_host: (asked) => `aucun Moxa n'a été cherché : le nom ${asked} ne peut être résolu`,
    failed: (asked, reason) =>
      `impossible de chercher des Moxa à ${asked} (${reason}) ; vérifiez le réseau`,
  },
  moxaAt: (mac, address, port) =>
    `Moxa ${mac} à http://${address} : si c'est celui du Xcom-LAN, entrez-y l'adresse de cette ` +
    `machine et le port ${port} comme destination TCP`,
  nobodyDialled: (port) => `port ${port} : aucun Moxa ne s'est connecté`,
  dialledIn: (port) => `port ${port} : quelqu'un s'est connecté`,
  verdicts: {
    silence:
      "pas un seul octet n'est arrivé : vérifiez le câble (droit, pas croisé), l'alimentation du Xcom, et qu'il est branché ici",
    noise:
      "des octets sont arrivés, mais aucune trame : un autre appareil, ou une autre vitesse ou parité ; derrière un Moxa, vérifiez ses réglages série",
    late:
      "des réponses sont arrivées trop tard : la passerelle est surchargée ; arrêtez les autres programmes qui l'interrogent",
    damaged:
      "des trames sont arrivées abîmées : vérifiez le câble et sa masse (broche 5), et désactivez le regroupement de données (data packing) du Moxa",
    foreign:
      "des réponses étaient destinées à quelqu'un d'autre : un autre programme ou le portail Studer utilise cette passerelle ; arrêtez-le",
    echo:
      "nos propres questions sont revenues : les broches 2 et 3 se touchent, ou l'adaptateur renvoie un écho",
  },
  obstacles: {
    permission:
      "cet utilisateur n'a pas le droit de l'ouvrir : utilisez sudo, ou ajoutez l'utilisateur au groupe dialout",
    held: "un autre programme l'occupe : arrêtez ce programme",
    missing: "ce port n'existe pas : vérifiez le câble et le nom",
    refused: "l'hôte refuse ; vérifiez que le serveur série est en mode serveur TCP sur ce port",
    silent: "l'hôte ne répond pas ; vérifiez qu'il est allumé, et son adresse",
    unreachable: "aucun chemin ne mène à l'hôte ; vérifiez son adresse et le réseau",
    in_use:
      "le port de cette machine est occupé ; arrêtez l'autre programme, ou choisissez un autre port",
    not_serial: "ce n'est pas un port série ; donnez-en un, comme /dev/ttyUSB0",
    lifeless: "rien ne répond derrière ; vérifiez l'adaptateur et sa prise",
    unknown_host: "le nom de l'hôte ne peut être résolu ; corrigez-le, ou donnez son adresse IP",
    setting:
      "le pilote de l'adaptateur refuse la vitesse ou la parité ; utilisez un autre adaptateur, ou changez --baud et --parity",
    low_port:
      "les ports inférieurs à 1024 sont réservés à root ; choisissez-en un plus grand, comme 4001",
    unusable: "il est inutilisable",
  },
  link: "Liaison (serial:/dev/ttyUSB0, tcp:HÔTE:PORT, tcp-listen:PORT ou udp:HÔTE:PORT:PORTLOCAL)",
  linkWrong: (text) =>
    `« ${text} » n'est pas une liaison ; écrivez serial:/dev/ttyUSB0, tcp:HÔTE:PORT, tcp-listen:PORT ou udp:HÔTE:PORT:PORTLOCAL, avec des ports de 1 à 65535`,
  linkTaken: (link, id) =>
    `${link} est déjà la passerelle de l'installation ${id} ; donnez-en une autre`,
  linkPortTaken: (port, setting) =>
    `le port ${port} sert déjà à l'agent (${setting}) ; choisissez-en un autre, comme 4001`,
  lineSetting: (baudRate, parity) =>
    `${baudRate} bauds, ${
      { even: "parité paire", none: "sans parité", odd: "parité impaire" }[parity]
    }`,
  progress: (progress) => {
    switch (progress.kind) {
      case "port":
        return `Essai de ${progress.path} …`;
      case "dial_in":
        return `Attente d'un Moxa sur le port ${progress.port} …`;
      case "scan":
        return `Une passerelle répond : adresse ${progress.asked} sur ${progress.total}, appareils trouvés : ${progress.found}`;
    }
  },
  trying: (what) => `Essai de ${what} …`,
  devices: (names) =>
    names.length === 0
      ? "Une passerelle répond, mais aucun appareil derrière elle : sont-ils allumés, le câble de communication est-il branché ?"
      : `Une passerelle répond, avec ${names.length} ${
        names.length === 1 ? "appareil" : "appareils"
      } : ${names.join(", ")}.`,
  devicesUnknown:
    "Une passerelle répond, mais la liste de ses appareils n'a pu être lue : la ligne s'est coupée entre-temps. Vérifiez le câble ; studer-agent scan les montrera plus tard.",
  tryAgain: "réessayer",
  anotherLink: "une autre liaison",
  keepUntested: "continuer quand même",
  linkNotOpened: (reason) => `impossible d'ouvrir la liaison : ${reason}`,
  noDialInYet: (port) =>
    `personne ne s'est connecté au port ${port} : entrez l'adresse de cette machine et ce port comme destination TCP dans les pages du Moxa`,

  plantName: "Comment s'appelle l'installation ?",
  plantId: "Son nom dans les sujets MQTT (seulement a-z, 0-9, _ et -)",
  idTaken: (id) => `${id} est déjà le nom d'une autre installation ; donnez un autre nom`,
  idWrong: "seulement a-z, 0-9, _ et -, et pas agent",
  nameWrong: "donnez un nom sans caractères de commande, de 4096 lettres au plus",
  plantTimeZone: "Fuseau horaire de l'horloge de la passerelle",
  timeZoneWrong: (meant) =>
    meant === undefined
      ? "donnez le nom d'un fuseau horaire, comme Europe/Paris"
      : `vouliez-vous dire ${meant} ?`,

  brokerSeen: (url) => `Un broker MQTT répond à ${url}.`,
  noBrokerSeen:
    "Aucun broker MQTT n'a été trouvé ; répondez embedded pour que l'agent soit lui-même le broker.",
  broker: "Broker MQTT (mqtt://HÔTE:1883, mqtts://HÔTE:8883 ou embedded)",
  brokerWrong: "donnez une adresse comme mqtt://192.168.1.10:1883, ou embedded",
  brokerWithUser:
    "n'écrivez pas l'utilisateur et le mot de passe dans l'adresse : ils sont demandés à part, ou donnés par --username et --password-file",
  brokerEmbedded: "L'agent sera le broker.",
  brokerWell: (url, version) => `Le broker ${url} répond (MQTT ${version}).`,
  brokerUntested: (url) => `Le broker ${url} n'a pas été essayé.`,
  brokerTrouble: (url, trouble) => `Broker ${url} : ${trouble}`,
  brokerVerdicts: frenchVerdict,
  brokerUseless: "le broker est inutilisable ainsi ; la raison est donnée plus haut",
  anotherBroker: "une autre adresse",
  otherUser: "un autre utilisateur ou mot de passe",
  certificateFile: "Fichier du certificat de l'autorité de certification (PEM)",
  cannotRead: (file) => `${file} ne peut être lu ; donnez un autre fichier`,
  passwordFileEmpty: (file) => `${file} est vide ou trop long ; écrivez-y le mot de passe`,
  hiddenFile:
    "un service ne voit pas les fichiers des utilisateurs ; copiez-le dans /etc/studer-agent et donnez celui-là",
  username: "Nom d'utilisateur pour le broker",
  password: "Mot de passe",
  newUsername: "Un nom d'utilisateur de votre choix, pour ces machines",
  newPassword: "Un mot de passe de votre choix",
  portTaken: (port) =>
    `Le port ${port} de cette machine est pris par un autre programme, l'agent ne peut y être le broker : donnez l'adresse d'un broker, ou embedded:PORT pour un autre port, ou arrêtez ce programme.`,
  brokerReach: (hosts, port) =>
    `Les autres machines, comme celle de Home Assistant, joignent le broker de l'agent à ${
      hosts.join(" ou ")
    }, port ${port}, avec son nom d'utilisateur et son mot de passe.`,
  reachable:
    "D'autres machines peuvent-elles joindre le broker de l'agent, par exemple Home Assistant ailleurs ?",

  homeAssistant: "Home Assistant doit-il découvrir les appareils de lui-même ?",
  service:
    "L'agent doit-il tourner comme service, maintenant et à chaque démarrage de cette machine ?",
  noService: {
    no_systemd: "Pas de service possible : systemd ne tourne pas sur cette machine.",
    not_root: "Pas de service possible sans root : utilisez sudo pour en avoir un.",
    from_source:
      "Pas de service possible : cet agent tourne depuis ses sources, pas depuis un fichier exécutable.",
    hidden_file:
      "Pas de service possible : il ne pourrait pas lire ce fichier ; donnez --config /etc/studer-agent/agent.config.yaml.",
  },
  summary: (file) => `Voici ce qui sera dans ${file} :`,
  nothingToChange: (file) => `${file} contient déjà tout cela : il n'y a rien à changer.`,
  writeIt: "Enregistrer cette configuration ?",
  written: (file) => `Configuration enregistrée : ${file}`,
  backup: (file) => `L'ancien fichier est conservé : ${file}`,
  installEvents: frenchEvent,
  serviceTroubles: frenchTrouble,
  serviceCannotRead: (file) =>
    `${file} est enregistré, mais le service ne peut l'utiliser, voir plus haut ; corrigez-le, puis tapez sudo studer-agent service install`,
  serviceStarted: "Le service est installé et tourne.",
  waitingForAgent: "Le service lit l'installation ; un instant …",
  firstValues: "Premières valeurs :",
  valueNames: {
    operating_state: "État de fonctionnement",
    battery_voltage: "Tension de la batterie",
    battery_charge_current: "Courant de charge de la batterie",
    output_active_power_3136: "Puissance active de sortie",
    power_of_the_pv_generator: "Puissance du générateur solaire",
    battery_current: "Courant de la batterie",
    operating_mode: "Mode de fonctionnement",
    pv_power: "Puissance solaire",
    pv_operating_mode: "Mode du régulateur solaire",
    state_of_charge: "État de charge",
    battery_temperature: "Température de la batterie",
  },
  noValuesYet: (reason) => `Pas encore de valeurs : ${reason}`,
  lineLost: "la passerelle ne répond plus ; vérifiez le câble et l'alimentation du Xcom",
  agentLost: {
    ended: "l'agent qui tournait s'est arrêté ; relancez-le",
    outdated: "l'agent qui tourne ne connaît pas encore cette installation ; redémarrez-le",
  },
  serviceSilent: (command) =>
    `le service ne répond pas encore ; son journal en dit plus : ${command}`,
  mayNotCommand:
    "un agent tourne, mais cet utilisateur n'a pas le droit de le commander ; utilisez sudo, ou entrez dans le groupe de l'utilisateur de l'agent",
  restartAgent: "Redémarrez l'agent qui tourne : les nouveaux réglages vaudront alors.",
  startIt: (command) => `Pour lancer l'agent : ${command}`,

  interrupted: "interrompu ; rien n'a été enregistré",
  systemSays: frenchSystemWords,
  inEnglish: (words) => `en anglais : « ${words} »`,
  wrongUsage: (words) => `la ligne de commande n'est pas comprise (en anglais : « ${words} »)`,
  configWrong: (file) => `${file} contient des erreurs ; corrigez d'abord ce qui est dit plus haut`,
  fileUnreadable: (file, trouble) => `${file} ne peut être lu : ${frenchFileTrouble(trouble)}`,
  interruptedLate: (file) => `interrompu ; ${file} contient les réponses`,
  declined: "arrêté ; rien n'a été enregistré",
  cannotWrite: (file, reason) => `${file} ne peut être écrit : ${reason}`,
  readOnly:
    "le système de fichiers est en lecture seule ; rendez-le inscriptible, ou choisissez un autre fichier avec --config",
  notAllowed:
    "cet utilisateur n'en a pas le droit ; utilisez sudo, ou choisissez un autre fichier avec --config",
  notOurs:
    "le fichier appartient à un autre utilisateur ou à un groupe qui peut le lire, et cet utilisateur ne peut le leur laisser ; utilisez sudo, ou choisissez un autre fichier avec --config",
  diskFull: "le disque est plein ; libérez de la place et réessayez",
  wrongSetting: (problems) =>
    `ces réponses ne donnent pas une configuration valable : ${problems.map(wrong).join(" ; ")}`,
  changeByHand: (setting) =>
    `${setting} ne peut être changé ici : sa valeur est partagée ou écrite d'une manière inhabituelle ; changez-la à la main`,
};

function wrong({ setting, message }: WrongSetting): string {
  return message === undefined ? setting : `${setting} (en anglais : « ${message} »)`;
}
