#!/bin/sh
# Before removal: no service without its program. An upgrade restarts it when it is complete.
set -e

if [ "$1" = remove ] && [ -z "${DPKG_ROOT:-}" ] && [ -d /run/systemd/system ]; then
  deb-systemd-invoke stop studer-agent.service >/dev/null || true
fi
