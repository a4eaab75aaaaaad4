import assert from "node:assert/strict";
import {
  configOfService,
  serviceNeeds,
  serviceRemarks,
} from "../../../agent/commands/service_options.ts";
import { Places } from "../../../agent/service/places.ts";
import { MINIMAL, testMachine } from "../config/test_machine.ts";

/** What the service makes of a configuration. */
function serviceOf(text: string) {
  const machine = testMachine({ [Places.config]: text });
  const config = configOfService(Places.config, machine, "", assert.fail);
  return {
    needs: serviceNeeds(Places.config, config),
    remarks: serviceRemarks(Places.config, config, machine),
  };
}

const STATE = `stateDirectory: ${Places.state}\n`;

Deno.test("serviceRemarks() has nothing to say of a configuration that names its state", () => {
  assert.deepEqual(serviceOf(MINIMAL + STATE).remarks, []);
});

Deno.test("serviceRemarks() tells that commands would not find the service", () => {
  const { remarks } = serviceOf(MINIMAL);
  assert.equal(remarks.length, 1);
  assert.match(remarks[0]!, /^add stateDirectory: \/var\/lib\/studer-agent to the configuration/);
});

Deno.test("serviceRemarks() names every port that the service may not listen on", () => {
  const { remarks } = serviceOf([
    "installations:",
    "  - { id: home, link: { type: tcp-listen, port: 401 } }",
    "  - { id: cabin, link: { type: udp, host: 192.0.2.1, localPort: 402 } }",
    "  - { id: barn, link: { type: tcp-listen, port: 4001 } }",
    "mqtt: { url: embedded, port: 883 }",
    'web: { listen: "127.0.0.1:80" }',
    STATE,
  ].join("\n"));
  assert.deepEqual(remarks.map((remark) => /^(.*):.* port (\d+);/.exec(remark)?.slice(1)), [
    ["web.listen", "80"],
    ["mqtt.port", "883"],
    ["link.port of home", "401"],
    ["link.localPort of cabin", "402"],
  ]);
});

Deno.test("serviceNeeds() lists the adapters, and what lies beside the state", () => {
  assert.deepEqual(serviceOf(MINIMAL).needs, {
    configPath: Places.config,
    ports: [{ installation: "home", path: "/dev/ttyUSB0" }],
    readPaths: [],
    writablePaths: [],
  });
  const { needs } = serviceOf(
    `${MINIMAL}stateDirectory: /srv/studer\nhistory: { path: /srv/history/all.sqlite }\n`,
  );
  assert.deepEqual(needs.writablePaths, ["/srv/studer", "/srv/history"]);
  const secured = serviceOf(
    `${MINIMAL}mqtt: { url: "mqtts://broker", tls: { certFile: /srv/a.pem, keyFile: key.pem } }\n`,
  );
  assert.deepEqual(secured.needs.readPaths, ["/srv/a.pem", "/etc/studer-agent/key.pem"]);
});
