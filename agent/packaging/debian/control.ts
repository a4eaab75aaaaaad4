import type { Target } from "../targets.ts";

/** Whom a user of the package writes to, as `NAME <ADDRESS>`. */
export const MAINTAINER = "The studer-agent authors <studer-agent@localhost>";

/** What Debian calls a target. */
export const Architectures: Readonly<Record<Target, string>> = {
  aarch64: "arm64",
  x86_64: "amd64",
};

/** The newest symbols of glibc that Deno's executable asks for. */
export const GLIBC_VERSION = "2.27";

/** `DEBIAN/control`; the size is that of the files, in bytes. */
export function controlText(
  { version, target, size }: {
    readonly version: string;
    readonly target: Target;
    readonly size: number;
  },
): string {
  return `Package: studer-agent
Version: ${version}
Architecture: ${Architectures[target]}
Maintainer: ${MAINTAINER}
Installed-Size: ${Math.ceil(size / 1024)}
Depends: libc6 (>= ${GLIBC_VERSION}), libgcc-s1, systemd
Recommends: udev
Suggests: mosquitto
Section: net
Priority: optional
Description: edge agent for Studer-Innotec solar installations
 It speaks to an Xcom-232i or Xcom-LAN, reads Xtender, VarioTrack, VarioString
 and the battery monitors behind it, and publishes their values by MQTT. Home
 Assistant finds every device and value by itself.
 .
 The package brings the JavaScript run-time that the agent needs. The service
 starts when it is configured: run studer-agent setup.
`;
}
