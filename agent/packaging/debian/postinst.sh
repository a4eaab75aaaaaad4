#!/bin/sh
# After unpacking: the user, and the service where it is configured. Doing it twice changes nothing.
set -e

root=${DPKG_ROOT:-}
unit=studer-agent.service
config=/etc/studer-agent/agent.config.yaml

case $1 in
  configure | abort-upgrade | abort-deconfigure | abort-remove) ;;
  *) exit 0 ;;
esac

systemd-sysusers ${root:+"--root=$root"} studer-agent.conf
systemd-tmpfiles ${root:+"--root=$root"} --create studer-agent.conf

# Undoes what a removal did, and nothing that an administrator masked.
deb-systemd-helper unmask "$unit" >/dev/null || true

if [ ! -f "$root$config" ]; then
  deb-systemd-helper update-state "$unit" >/dev/null || true
  # A service with a unit of its own has its configuration elsewhere.
  [ -e "$root/etc/systemd/system/$unit" ] ||
    echo "studer-agent is not configured yet; run: sudo studer-agent setup"
elif deb-systemd-helper --quiet was-enabled "$unit"; then
  deb-systemd-helper enable "$unit" >/dev/null || true
else
  deb-systemd-helper update-state "$unit" >/dev/null || true
fi

if [ -e "$root/usr/local/bin/studer-agent" ]; then
  echo "/usr/local/bin/studer-agent from another installation goes before this package's; remove it" \
    "(sudo sh install.sh --uninstall), then run: sudo studer-agent service install"
fi

if [ -z "$root" ] && [ -d /run/systemd/system ]; then
  systemctl --system daemon-reload >/dev/null || true
  # What is enabled goes on with the new program, also where a removal had ended it.
  deb-systemd-invoke restart "$unit" >/dev/null || true
fi
