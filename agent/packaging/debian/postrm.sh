#!/bin/sh
# After removal: configuration and state stay until they are purged.
set -e

root=${DPKG_ROOT:-}
unit=studer-agent.service

case $1 in
  remove)
    if [ -z "$root" ] && [ -d /run/systemd/system ]; then
      systemctl --system daemon-reload >/dev/null || true
    fi
    if command -v deb-systemd-helper >/dev/null; then
      deb-systemd-helper mask "$unit" >/dev/null || true
    fi
    ;;
  purge)
    if command -v deb-systemd-helper >/dev/null; then
      deb-systemd-helper purge "$unit" >/dev/null || true
      deb-systemd-helper unmask "$unit" >/dev/null || true
    fi
    # What "studer-agent service install" may have written.
    own=$root/etc/systemd/system/$unit
    if grep -qs '^ExecStart=/usr/bin/studer-agent ' "$own"; then
      rm -f "$own" "$root/etc/systemd/system/multi-user.target.wants/$unit"
    fi
    rm -f "$root/etc/udev/rules.d/60-studer-agent.rules" "$root/etc/tmpfiles.d/studer-agent.conf"
    rm -rf "$root/etc/studer-agent" "$root/var/lib/studer-agent" "$root/var/cache/studer-agent"
    ;;
esac
