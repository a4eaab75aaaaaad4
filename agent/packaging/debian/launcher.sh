#!/bin/sh
# studer-agent @VERSION@: the agent's bundle, run by the Deno beside it.
set -eu

# What Deno learns about the bundle at its first start halves the time of the next ones. Where there
# is no place of the user's own for it, nothing is kept.
cache=${CACHE_DIRECTORY:-}
cache=${cache%%:*}
if [ -n "$cache" ]; then
  learnt=$cache/deno_dir
else
  learnt=${HOME:-/dev/null}/.cache/studer-agent-deno
fi

export DENO_DIR="$learnt" DENO_NO_UPDATE_CHECK=1 STUDER_AGENT_PROGRAM="$0"
exec @LIB@/deno run @FLAGS@ @LIB@/agent/main.js "$@"
