#!/bin/sh
# Makes the agent's configuration of the add-on's options, and starts the agent. With arguments it
# is the agent's command line.
set -eu

deno() {
  exec /usr/lib/studer-agent/deno run @FLAGS@ "$@"
}

[ $# -eq 0 ] || deno /usr/lib/studer-agent/agent/main.js "$@"

# Whoever writes a configuration wants no other.
config=/config/agent.config.yaml
if [ -f "$config" ]; then
  echo "Using $config; the add-on's options have no effect"
else
  config=/data/agent.config.yaml
  # In a process of its own: the agent is to be this one.
  (deno /usr/lib/studer-agent/agent/configure.js http://supervisor /data) || exit
fi

# The agent has no business with Home Assistant's supervisor.
unset SUPERVISOR_TOKEN
export STATE_DIRECTORY=/data/state
deno /usr/lib/studer-agent/agent/main.js run --config "$config"
