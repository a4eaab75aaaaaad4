#!/bin/sh
# studer-agent @VERSION@ for @TARGET@: this text, and behind it an archive of the program. It is
# unpacked once, into a directory that is this user's alone, and checked at each start.
set -eu

fail() {
  echo "studer-agent: $*" >&2
  exit 2
}

command -v b2sum >/dev/null || fail "there is no b2sum to check the program with; install coreutils 8.26 or newer"

# An archive of the same sum has the same content.
sum=@SUM@
user=$(id -u)
base=${CACHE_DIRECTORY:-}
base=${base%%:*}
if [ -z "$base" ]; then
  [ -n "${HOME:-}" ] || fail "there is no HOME to unpack into; set CACHE_DIRECTORY to a directory of your own"
  base=$HOME/.cache/studer-agent
fi
program=$base/studer-agent-$sum

# Whoever else may write here could put another program in the place of ours.
check_base() {
  found=$(stat -L -c '%u %a' "$base") || fail "$base cannot be read; set CACHE_DIRECTORY to a directory of your own"
  [ "${found% *}" = "$user" ] ||
    fail "$base belongs to user ${found% *}, not to user $user; set CACHE_DIRECTORY to a directory of your own"
  case ${found#* } in
    *[2367]? | *[2367]) fail "others may write into $base (mode ${found#* }); chmod go-w $base" ;;
  esac
}

# BLAKE2 takes the least time of the sums that nobody can forge and every Debian has.
is_genuine() {
  [ "$(LC_ALL=C && cd "$1" && b2sum deno agent/* 2>/dev/null | b2sum)" = "@CONTENT_SUM@" ]
}

# In a process of its own: neither its umask nor its traps are the agent's.
unpack() (
  umask 077
  { mkdir -p "$base" && [ -w "$base" ]; } 2>/dev/null ||
    fail "cannot write into $base to unpack the program; set CACHE_DIRECTORY to a directory of your own"
  check_base
  # What a power cut left behind, and versions that nobody started for a month.
  find "$base" -mindepth 1 -maxdepth 1 -type d -user "$user" \( \
    -name '.studer-agent-??????' -mmin +60 -o -name 'studer-agent-*' -mtime +30 \
    \) -exec rm -rf {} + || true
  new=$(mktemp -d "$base/.studer-agent-XXXXXX") || fail "cannot make a directory in $base; see what is above"
  trap 'rm -rf "$new"' EXIT
  trap 'exit 130' HUP INT TERM
  tail -n +@FIRST_LINE@ "$0" | tar -xzf - --no-same-owner -C "$new" ||
    fail "cannot be unpacked into $base; see whether @ROOM_MB@ MB are free there and whether $0 is whole"
  is_genuine "$new" || fail "$0 is damaged; copy it again"
  [ -x "$new/deno" ] ||
    fail "programs may not run from $base, which is perhaps mounted noexec; set CACHE_DIRECTORY to a directory of your own elsewhere"
  said=$("$new/deno" --version 2>&1) ||
    fail "the program, made for 64-bit Linux with glibc on @TARGET@, does not run on this $(uname -m) system: $said"
  # Never a name without its content, whenever the power goes.
  sync "$new/deno" "$new"/agent/*
  # Where another start was first, its directory stands there already, and is as good.
  mv -T "$new" "$program" 2>/dev/null || [ -d "$program" ] || fail "cannot rename $new to $program"
)

[ -e "$program" ] || unpack || exit
check_base
found=$(stat -c '%u %a' "$program")
[ "$found" = "$user 700" ] ||
  fail "$program has owner and mode $found instead of $user 700; see who changed it, then remove it"
is_genuine "$program" || fail "$program was changed; see who changed it, then remove it"
touch "$program" 2>/dev/null || true

export DENO_DIR="$program/deno_dir" DENO_NO_UPDATE_CHECK=1 STUDER_AGENT_PROGRAM="$0"
exec "$program/deno" run @FLAGS@ "$program/agent/main.js" "$@"
