#!/bin/sh
# studer-agent @VERSION@: the agent's bundle, run by the Deno beside it.
set -eu

# What Deno learns about the bundle at its first start halves the time of the next ones. Without a
# place of the user's own for it, nothing is kept.
cache=${CACHE_DIRECTORY:-}
cache=${cache%%:*}
if [ -z "$cache" ]; then
  cache=${HOME:+$HOME/.cache/studer-agent}
fi

export DENO_DIR="${cache:-/dev/null}/deno_dir" DENO_NO_UPDATE_CHECK=1 STUDER_AGENT_PROGRAM="$0"
exec @LIB@/deno run @FLAGS@ @LIB@/agent.mjs "$@"
