#!/bin/sh
# After unpacking: the user, and the service where there is something to serve.
set -e

root=${DPKG_ROOT:-}
unit=studer-agent.service
config=/etc/studer-agent/agent.config.yaml

case $1 in
  configure | abort-upgrade | abort-deconfigure | abort-remove) ;;
  *) exit 0 ;;
esac

systemd-sysusers ${root:+"--root=$root"} studer-agent.conf
# Asking is not allowed to remove it: systemd makes both when the service starts.
if [ -z "$root" ] && [ -f "$config" ]; then
  chown studer-agent:studer-agent "$config"
  chmod 0600 "$config"
fi

deb-systemd-helper unmask "$unit" >/dev/null || true
if [ -f "$root$config" ] && deb-systemd-helper --quiet was-enabled "$unit"; then
  deb-systemd-helper enable "$unit" >/dev/null || true
else
  # Known to systemd's helper, but not started before it is configured.
  deb-systemd-helper update-state "$unit" >/dev/null || true
fi

if [ -z "$root" ] && [ -d /run/systemd/system ]; then
  systemctl --system daemon-reload >/dev/null || true
  if [ -f "$config" ] && [ -n "$2" ]; then
    deb-systemd-invoke try-restart "$unit" >/dev/null || true
  fi
fi

if [ ! -f "$root$config" ]; then
  echo "studer-agent is not configured yet: sudo studer-agent setup"
fi
