import type { BrokerVerdict, Declined } from "../../mqtt/broker_verdict.ts";
import { frenchSystemWords } from "./fr_system.ts";

/** What trying a broker came to, and what to do, in French. */
export function frenchVerdict(verdict: Exclude<BrokerVerdict, { readonly kind: "ok" }>): string {
  switch (verdict.kind) {
    case "refused":
      return "connexion refusée, aucun programme n'écoute sur ce port ; démarrez le broker, ou corrigez l'hôte et le port";
    case "unreachable":
      return `l'hôte ne peut être joint (${verdict.code}) ; vérifiez qu'il est allumé, et le réseau`;
    case "timeout":
      return "l'hôte ne répond pas ; vérifiez qu'il est allumé, son adresse, et son pare-feu";
    case "name_not_found":
      return verdict.known
        ? "aucun hôte n'a ce nom ; corrigez-le, ou donnez son adresse IP"
        : "le nom de l'hôte ne peut être résolu ; vérifiez le réseau et son serveur de noms";
    case "tls":
      return {
        expired:
          "le certificat du broker a expiré ou n'est pas encore valable ; renouvelez-le, ou réglez l'horloge de cette machine",
        self_signed: "le certificat du broker est auto-signé ; donnez le fichier de ce certificat",
        unknown_authority:
          "l'autorité qui a signé le certificat du broker est inconnue ; donnez le fichier de son certificat",
        wrong_host:
          "le certificat du broker est pour un autre hôte ; donnez le nom qui y figure comme adresse",
        certificate_wanted:
          "le broker exige un certificat du client ; écrivez mqtt.tls.certFile et mqtt.tls.keyFile dans la configuration",
        hung_up:
          "le broker a coupé la connexion pendant l'échange TLS ; consultez son journal, et vérifiez qu'il attend TLS sur ce port",
        other: `TLS a échoué (${
          frenchSystemWords(verdict.detail)
        }) ; consultez le journal du broker`,
      }[verdict.trouble];
    case "bad_credentials":
      return "le broker refuse le nom d'utilisateur ou le mot de passe ; corrigez-les";
    case "not_authorised":
      return {
        anonymous: "le broker ne laisse entrer personne sans nom d'utilisateur ; donnez-en un",
        user:
          "le broker ne laisse pas entrer cet utilisateur, ou pas avec ce mot de passe ; corrigez-les, ou autorisez-le dans le broker",
        publish:
          "le broker laisse entrer cet utilisateur, mais ne le laisse pas publier ; autorisez dans le broker les sujets sous mqtt.baseTopic",
      }[verdict.what];
    case "declined":
      return Refusals[verdict.refusal](verdict.reasonCode);
    case "not_mqtt":
      return {
        http:
          "c'est un serveur web qui répond, pas un broker MQTT ; corrigez le port (d'habitude 1883)",
        tls: "c'est un serveur avec TLS qui répond ; écrivez mqtts://",
        plain:
          "le broker parle sans TLS sur ce port ; écrivez mqtt://, ou utilisez son port avec TLS",
        silence: "quelque chose accepte la connexion et se tait ; corrigez l'hôte et le port",
        closed:
          "quelque chose accepte la connexion et la ferme aussitôt ; corrigez l'hôte et le port, ou consultez le journal du broker",
        other:
          `ce qui répond (${verdict.greeting}) n'est pas un broker MQTT ; corrigez l'hôte et le port`,
      }[verdict.looksLike];
  }
}

const Refusals: Readonly<Record<Declined, (code: number) => string>> = {
  version: () =>
    "le broker ne parle ni MQTT 5 ni 3.1.1 ; utilisez-en un qui le parle, comme Mosquitto",
  client_id: () => "le broker refuse le nom de client ; changez agent.id dans la configuration",
  unavailable: () => "le broker se dit indisponible ; son journal dit pourquoi",
  busy: () => "le broker est surchargé ; réessayez plus tard",
  banned: () => "le broker a banni ce client ; son administrateur sait pourquoi",
  quota: () => "le quota du broker est dépassé ; son administrateur peut l'augmenter",
  rate: () => "le broker refuse tant de connexions ; réessayez plus tard",
  other: (code) => `le broker refuse la connexion avec le code ${code} ; son journal dit pourquoi`,
};
