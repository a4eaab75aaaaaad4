import type { BrokerVerdict, Declined } from "../../mqtt/broker_verdict.ts";
import { germanSystemWords } from "./de_system.ts";

/** What trying a broker came to, and what to do, in German. */
export function germanVerdict(verdict: Exclude<BrokerVerdict, { readonly kind: "ok" }>): string {
  switch (verdict.kind) {
    case "refused":
      return "Verbindung abgelehnt, an diesem Port lauscht kein Programm; starten Sie den Broker, oder berichtigen Sie Host und Port";
    case "unreachable":
      return `der Host ist nicht erreichbar (${verdict.code}); prüfen Sie, ob er eingeschaltet ist, und das Netz`;
    case "timeout":
      return "der Host antwortet nicht; prüfen Sie, ob er eingeschaltet ist, seine Adresse und seine Firewall";
    case "name_not_found":
      return verdict.known
        ? "einen Host dieses Namens gibt es nicht; berichtigen Sie ihn, oder geben Sie die IP-Adresse an"
        : "der Name des Hosts lässt sich nicht auflösen; prüfen Sie das Netz und seinen Nameserver";
    case "tls":
      return {
        expired:
          "das Zertifikat des Brokers ist abgelaufen oder noch nicht gültig; erneuern Sie es, oder stellen Sie die Uhr dieses Rechners",
        self_signed:
          "das Zertifikat des Brokers ist selbst signiert; geben Sie die Datei mit diesem Zertifikat an",
        unknown_authority:
          "die Zertifizierungsstelle des Brokers ist unbekannt; geben Sie die Datei mit ihrem Zertifikat an",
        wrong_host:
          "das Zertifikat des Brokers gilt für einen anderen Host; geben Sie den Namen, der darin steht, als Adresse an",
        certificate_wanted:
          "der Broker verlangt ein Client-Zertifikat; schreiben Sie mqtt.tls.certFile und mqtt.tls.keyFile in die Konfiguration",
        hung_up:
          "der Broker hat die Verbindung beim Aufbau von TLS beendet; sehen Sie in seinem Log nach, und prüfen Sie, ob er an diesem Port TLS erwartet",
        other: `TLS ist fehlgeschlagen (${
          germanSystemWords(verdict.detail)
        }); sehen Sie im Log des Brokers nach`,
      }[verdict.trouble];
    case "bad_credentials":
      return "der Broker weist den Benutzernamen oder das Passwort zurück; berichtigen Sie die Angaben";
    case "not_authorised":
      return {
        anonymous: "der Broker lässt niemanden ohne Benutzer zu; geben Sie einen an",
        user:
          "der Broker lässt diesen Benutzer nicht zu, oder nicht mit diesem Passwort; berichtigen Sie die Angaben, oder geben Sie ihn im Broker frei",
        publish:
          "der Broker lässt diesen Benutzer zu, aber nichts veröffentlichen; geben Sie im Broker die Topics unterhalb von mqtt.baseTopic frei",
      }[verdict.what];
    case "declined":
      return Refusals[verdict.refusal](verdict.reasonCode);
    case "not_mqtt":
      return {
        http:
          "es antwortet ein Webserver, kein MQTT-Broker; berichtigen Sie den Port (gewöhnlich 1883)",
        tls: "es antwortet ein Server mit TLS; schreiben Sie mqtts://",
        plain:
          "der Broker spricht an diesem Port ohne TLS; schreiben Sie mqtt://, oder verwenden Sie seinen Port mit TLS",
        silence: "etwas nimmt die Verbindung an und schweigt; berichtigen Sie Host und Port",
        closed:
          "etwas nimmt die Verbindung an und beendet sie sofort; berichtigen Sie Host und Port, oder sehen Sie im Log des Brokers nach",
        other:
          `es antwortet etwas anderes als MQTT (${verdict.greeting}); berichtigen Sie Host und Port`,
      }[verdict.looksLike];
  }
}

const Refusals: Readonly<Record<Declined, (code: number) => string>> = {
  version: () =>
    "der Broker spricht weder MQTT 5 noch 3.1.1; verwenden Sie einen, der es spricht, etwa Mosquitto",
  client_id: () => "der Broker lehnt den Client-Namen ab; ändern Sie agent.id in der Konfiguration",
  unavailable: () => "der Broker meldet, er sei nicht verfügbar; sein Log sagt, warum",
  busy: () => "der Broker ist überlastet; versuchen Sie es später noch einmal",
  banned: () => "der Broker hat diesen Client gesperrt; sein Administrator weiß, warum",
  quota: () => "das Kontingent des Brokers ist erschöpft; sein Administrator kann es erhöhen",
  rate: () => "der Broker lehnt so viele Verbindungen ab; versuchen Sie es später noch einmal",
  other: (code) => `der Broker lehnt die Verbindung mit Code ${code} ab; sein Log sagt, warum`,
};
