#!/bin/sh
# Installs studer-agent, or upgrades it: checks the program that lies beside this script, puts it in
# its place, asks for the configuration, and lets it run as a service. See --help.
set -eu
# Whatever the shell's: the service, a user of its own, has to reach its program.
umask 022

name=studer-agent
place=/usr/local/bin
config=/etc/$name/agent.config.yaml
# Configuration, state, and what can be made anew.
own="/etc/$name /var/lib/$name /var/cache/$name"
units="/etc/systemd/system /usr/lib/systemd/system"

usage() {
  cat <<USAGE
Usage: sudo sh install.sh [--from DIR] [--no-setup] [--root DIR]
       sudo sh install.sh --uninstall [--purge] [--root DIR]

Installs $name into $place, asks for its configuration, and lets it run as a service. Run again
with newer files it upgrades: configuration and state stay.

  --from DIR    where the programs and SHA256SUMS are (default: beside this script)
  --no-setup    do not ask for the configuration; type sudo $name setup later
  --uninstall   remove the service and the program; configuration and state stay
  --purge       with --uninstall: remove configuration and state, too
  --root DIR    install below a directory, as for a machine's image, and start nothing
USAGE
}

fail() {
  echo "install.sh: $*" >&2
  exit 1
}

misused() {
  echo "install.sh: $*; see sh install.sh --help" >&2
  exit 2
}

# What the programs are built for is 64-bit Linux with glibc. Sets target.
check_machine() {
  system=$(uname -s)
  case $system in
    Linux) ;;
    Darwin) fail "macOS is not supported: install on the Linux machine that the gateway is plugged into, such as a Raspberry Pi" ;;
    *) fail "found $system: $name needs Linux, such as Raspberry Pi OS (64-bit) or Debian" ;;
  esac
  machine=$(uname -m)
  case $machine in
    x86_64 | amd64) target=x86_64 ;;
    aarch64 | arm64) target=aarch64 ;;
    armv6*) fail "found the processor $machine, which has 32 bits: $name needs 64; use a Raspberry Pi 3, 4, 5 or Zero 2 W with Raspberry Pi OS (64-bit)" ;;
    armv7* | armv8l) fail "found a 32-bit system ($machine): install Raspberry Pi OS (64-bit), which runs on a Raspberry Pi 3, 4, 5 and Zero 2 W" ;;
    i?86) fail "found a 32-bit system ($machine): install a 64-bit (amd64) Debian, if the processor has 64 bits" ;;
    *) fail "found the processor $machine: $name is made for x86_64 and aarch64 (64-bit ARM)" ;;
  esac
  bits=$(getconf LONG_BIT 2>/dev/null) || bits=unknown
  [ "$bits" != 32 ] ||
    fail "found a 32-bit system on a 64-bit kernel ($machine): install Raspberry Pi OS (64-bit); its kernel alone is not enough"
  libc=$(getconf GNU_LIBC_VERSION 2>/dev/null) || libc=
  case $libc in
    glibc*) ;;
    *) fail "this system has no glibc (Alpine has musl instead): use Debian, Ubuntu or Raspberry Pi OS, or the add-on for Home Assistant" ;;
  esac
}

# An image's program has to run here, to make the service, and there.
check_image() {
  [ -n "$root" ] || return 0
  # What kind of ELF its shell is: the class is byte 5, the machine bytes 19 and 20.
  shell=$(od -An -tx1 -N20 "$root/bin/sh" 2>/dev/null | tr -d ' \n') || shell=
  case $shell in
    7f454c4601*) fail "the image in $root is a 32-bit system: take that of Raspberry Pi OS (64-bit)" ;;
    7f454c4602*3e00) image=x86_64 ;;
    7f454c4602*b700) image=aarch64 ;;
    *) image=$target ;;
  esac
  [ "$image" = "$target" ] ||
    fail "the image in $root is made for $image, this machine for $target: run install.sh within it (chroot), or on the machine itself"
}

# No link of an image may lead out of it.
check_links() {
  [ -n "$root" ] || return 0
  for each in "$place" $own; do
    found=$(realpath -m "$root$each")
    case $found in
      "$root"/*) ;;
      *) fail "a link leads from $root$each to $found, out of the image: make it a relative one" ;;
    esac
  done
}

check_user() {
  [ -z "$root" ] && [ "$(id -u)" != 0 ] || return 0
  command -v sudo >/dev/null || fail "this needs root: type su -, then sh $(realpath "$0") $arguments"
  fail "this needs root: type sudo sh $0 $arguments"
}

# Sets source to the program for this machine, and sum to what SHA256SUMS has for it.
find_program() {
  source=
  for each in "$from/$name-$target" "$from/$name-$target-portable"; do
    if [ -f "$each" ]; then
      source=$each
      break
    fi
  done
  [ -n "$source" ] ||
    fail "$from has neither $name-$target nor $name-$target-portable: copy one of them beside install.sh, or give --from DIR"
  [ -f "$from/SHA256SUMS" ] ||
    fail "$from has no SHA256SUMS to check $source by: copy it from where the program is from"
  sum=$(awk -v name="${source##*/}" '$2 == name || $2 == "*" name { print $1; exit }' "$from/SHA256SUMS")
  [ -n "$sum" ] ||
    fail "$from/SHA256SUMS does not name ${source##*/}: copy both from the same release"
}

# Beside its place, checked, and renamed: whatever happens, the program there is a whole one.
install_program() {
  mkdir -p "$root$place" || fail "cannot make $root$place; see what is above"
  new=$(mktemp "$root$place/.$name-XXXXXX") || fail "cannot write into $root$place; see what is above"
  cp "$source" "$new" || fail "cannot copy $source into $root$place; see what is above"
  found=$(sha256sum "$new")
  found=${found%% *}
  [ "$found" = "$sum" ] ||
    fail "$source is damaged, or of another release than SHA256SUMS: its sum is $found instead of $sum; copy it again"
  chmod 755 "$new"
  if [ -z "$root" ]; then
    version=$("$new" version) || fail "$source does not run on this machine; see what is above"
    version=${version%%)*}\)
  else
    version=$name
  fi
  sync "$new" 2>/dev/null || true
  rm -f "$program.former"
  if [ -e "$program" ]; then
    ln "$program" "$program.former" || fail "cannot keep the former program; see what is above"
  fi
  mv -f "$new" "$program"
  echo "Installed $version in $program"
}

# Leaves no half copy, and the program that was there where the new one does not serve.
clean_up() {
  status=$?
  trap - EXIT HUP INT TERM
  rm -f "$new"
  if [ "$status" != 0 ] && [ "$serves" = no ] && [ -e "$program.former" ]; then
    mv -f "$program.former" "$program"
    echo "install.sh: the former program is back in its place" >&2
    if [ "$ran" = yes ]; then
      systemctl restart "$name" || true
    fi
  fi
  rm -f "$program.former"
  exit "$status"
}

has_unit() {
  for each in $units; do
    if [ -e "$root$each/$name.service" ]; then
      return 0
    fi
  done
  return 1
}

is_running() {
  [ -z "$root" ] && systemctl is-active --quiet "$name" 2>/dev/null
}

install_service() {
  if [ -n "$root" ]; then
    "$program" service install --root "$root" --program "$place/$name"
  elif [ ! -d /run/systemd/system ]; then
    echo "systemd does not run here: let what starts your programs run $name run --config $config, and restart it now"
  elif [ "$had_unit" = no ] || [ "$ran" = yes ]; then
    "$program" service install --restart
  else
    echo "The service does not run, as before; type sudo systemctl start $name"
  fi
}

install_agent() {
  check_user
  check_machine
  check_image
  check_links
  [ ! -e "$root/usr/bin/$name" ] ||
    fail "$root/usr/bin/$name is there already, from a package: upgrade that, or remove it first (sudo apt remove $name)"
  find_program
  new=
  ran=no
  serves=no
  had_unit=no
  if is_running; then ran=yes; fi
  if has_unit; then had_unit=yes; fi
  trap clean_up EXIT
  trap 'exit 130' HUP INT TERM
  install_program
  if [ ! -e "$root$config" ] && [ "$setup" = yes ] && [ -z "$root" ] && [ -t 0 ] && [ -t 1 ]; then
    # From here on the program is of use, whatever its owner answers.
    serves=yes
    "$program" setup --config "$config" ||
      fail "the setup is not complete; type sudo $name setup to go on"
  fi
  if [ -e "$root$config" ]; then
    install_service || fail "the service is not installed; see what is above"
  else
    echo "There is no configuration yet; type sudo ${root:+$root$place/}$name setup${root:+ --config $root$config}"
  fi
  serves=yes
}

# @REMOVAL@

arguments=$*
action=install_agent
from=$(dirname "$0")
setup=yes
purge=
root=
while [ $# -gt 0 ]; do
  case $1 in
    --from | --root)
      [ -d "${2:-}" ] || misused "$1 wants a directory that exists, found ${2:-nothing}"
      if [ "$1" = --from ]; then from=$2; else root=$(cd "$2" && pwd -P); fi
      shift
      ;;
    --no-setup) setup=no ;;
    --uninstall) action=uninstall_agent ;;
    --purge) purge=--purge ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) misused "found $1" ;;
  esac
  shift
done
[ -z "$purge" ] || [ "$action" = uninstall_agent ] || misused "--purge goes with --uninstall"
[ "$root" != / ] || root=
program=$root$place/$name
"$action"
