#!/bin/sh
# studer-agent @VERSION@: the agent's bundle, run by the Deno beside it.
set -eu

# What Deno keeps between two starts; without a place of its own it may go with the next reboot.
cache=${CACHE_DIRECTORY:-}
cache=${cache%%:*}
[ -n "$cache" ] || cache=${HOME:-${TMPDIR:-/tmp}/studer-agent-$(id -u)}/.cache/studer-agent

export DENO_DIR="$cache/deno_dir" DENO_NO_UPDATE_CHECK=1
exec @LIB@/deno run @FLAGS@ @LIB@/agent.mjs "$@"
