# Part of install.sh: --uninstall and --purge.

# What the portable file unpacked for root, and for who typed sudo.
remove_unpacked() {
  for each in root ${SUDO_USER:+"$SUDO_USER"}; do
    home=$(getent passwd "$each" | cut -d: -f6)
    [ -z "$home" ] || rm -rf "$home/.cache/$name"
  done
}

# Sets state to the state directory that was chosen in the configuration, which --purge removes;
# empty where there is none but the usual one, or it lies beside the configuration.
find_state() {
  state=
  if [ -n "$purge" ] && [ -f "$root$config" ]; then
    state=$(sed -n 's/^stateDirectory:[[:space:]]*//p' "$root$config" | head -n 1 |
      sed -e 's/[[:space:]]#.*$//' -e 's/[[:space:]]*$//' -e 's/^"\(.*\)"$/\1/' -e "s/^'\(.*\)'\$/\1/")
  fi
  case $state in
    /*) ;;
    *) state= ;;
  esac
  for each in $own; do
    case $state/ in
      "$each"/*) state= ;;
    esac
  done
}

# Whether a directory holds what the agent remembers, and nothing else: no link, no other's file, and
# no socket of an agent that runs.
holds_state_only() {
  [ ! -L "$1" ] || return 1
  for each in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    [ -e "$each" ] || [ -L "$each" ] || continue
    [ -f "$each" ] && [ ! -L "$each" ] || return 1
    case ${each##*/} in
      devices-*.json | totals-*.json | devices-*.json.new | totals-*.json.new) ;;
      devices-*.json.damaged-* | totals-*.json.damaged-*) ;;
      *) return 1 ;;
    esac
  done
}

# Never more than what is known to be the agent's own.
remove_state() {
  [ -n "$state" ] && [ -d "$root$state" ] || return 0
  if [ -z "$root" ] && holds_state_only "$state"; then
    rm -f "$state"/devices-*.json* "$state"/totals-*.json*
    if rmdir "$state" 2>/dev/null; then
      echo "removed $state"
      return 0
    fi
  fi
  echo "left: $root$state, the state directory of the configuration; see what else is in it, then type sudo rm -r '$root$state'"
}

# What is in the homes of others: what the portable file unpacked, and what an agent remembered that
# was started by hand.
name_left() {
  [ -z "$root" ] || return 0
  getent passwd | cut -d: -f6 | sort -u | while read -r home; do
    for each in "$home/.cache/$name" ${purge:+"$home/.local/state/$name"}; do
      if [ -d "$each" ]; then
        echo "left: $each; type sudo rm -r '$each' to remove it"
      fi
    done
  done
}

# What service uninstall kept, by a program that is gone.
remove_kept() {
  check_links
  for each in $own; do
    [ -e "$root$each" ] || continue
    rm -rf "$root$each"
    echo "removed $each"
  done
  if [ -z "$root" ] && getent passwd "$name" >/dev/null; then
    userdel "$name" || fail "the user $name is not removed; see what is above"
  fi
}

uninstall_agent() {
  check_user
  find_state
  if [ -x "$program" ]; then
    "$program" service uninstall ${purge:+"$purge"} ${root:+--root "$root"} ||
      fail "the service is not removed; see what is above"
    rm -f "$program"
    [ -n "$root" ] || remove_unpacked
    echo "Removed $program"
  elif has_unit; then
    fail "there is a service but no $program to remove it with: install it first, then type sudo sh $0 --uninstall"
  else
    echo "There is no $program to remove"
    [ -z "$purge" ] || remove_kept
  fi
  remove_state
  name_left
}
