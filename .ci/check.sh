# shellcheck shell=bash
# Sourced by stages that are a list of commands: each is one test.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

checks_passed=0 checks_failed=0 checks_skipped=0
trap 'printf "# pass %d\n# fail %d\n# skipped %d\n" "$checks_passed" "$checks_failed" "$checks_skipped"' EXIT

# check NAME COMMAND...
check() {
  local name=$1
  shift
  if "$@"; then
    say "ok - $name"
    checks_passed=$((checks_passed + 1))
  else
    say "not ok - $name"
    checks_failed=$((checks_failed + 1))
  fi
}

# skip NAME WHY
skip() {
  say "skipped - $1: $2"
  checks_skipped=$((checks_skipped + 1))
}
