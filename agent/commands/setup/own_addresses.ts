import { isLoopback } from "../../network_address.ts";

/** Of networks within this machine, such as those of containers. */
const Virtual = /^(?:docker|veth|virbr|br-)/;
const LINK_LOCAL = "169.254.";

/** At which of its addresses other machines reach this one. */
export function ownAddresses(
  interfaces: readonly Pick<Deno.NetworkInterfaceInfo, "name" | "family" | "address">[],
): readonly string[] {
  return interfaces
    .filter(({ name, family, address }) =>
      family === "IPv4" && !Virtual.test(name) && !isLoopback(address) &&
      !address.startsWith(LINK_LOCAL)
    )
    .map(({ address }) => address);
}
