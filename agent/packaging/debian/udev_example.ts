import { adapterRule } from "../../service/adapter_rule.ts";
import { ADAPTER_NAME } from "../../service/places.ts";

/** An adapter as they are sold, for a rule to begin with. */
const Adapter = {
  path: "/dev/ttyUSB0",
  usb: {
    vendorId: "0403",
    productId: "6001",
    serialNumber: "A12B34CD",
    place: "1-1.2",
    interfaceNumber: "00",
  },
};

/** The rule that a user who does without `service install` fills in. */
export function udevExample(): string {
  const { text } = adapterRule(Adapter, [Adapter], ADAPTER_NAME);
  return `\
# A name for the RS-232 adapter that stays when it is replugged: /dev/${ADAPTER_NAME}.
# studer-agent service install writes this file by itself. By hand: give the values of your adapter,
# which this tells:   udevadm info --attribute-walk ${Adapter.path}
# then copy the file into /etc/udev/rules.d, and replug the adapter.
#${text}`;
}
