# shellcheck shell=bash
# Sourced by every script here: where things lie and how a step is reported.
# Kept to what bash 3.2 understands, since that is the one macOS has.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=$root/.tools

# One place for build products, whatever the user's own settings say: the scripts run programs from there.
export CARGO_TARGET_DIR=$root/target

# Cargo would take them for an offer to share make's job slots, which make does not hold open for it.
unset MAKEFLAGS MFLAGS

say() { printf '%s\n' "$*"; }

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# is_version PROGRAM VERSION: PROGRAM is in PATH and says that it is of that version.
is_version() { "$1" --version 2>/dev/null | grep -wF -- "$2" >/dev/null; }

# The options of wasm-pack's own wasm-opt step, one on each line.
wasm_opt_options() { sed -n '/^wasm-opt = \[/,/^]/s/^ *"\(.*\)",$/\1/p' "$root/pkg/Cargo.toml"; }

# step NAME TEXT COMMAND...: says what is being done and how long it took. The command's own output goes into a log
# of that name, and its end is shown on failure: by a trap, since a command tested by `if` would lose `set -e`, and
# through descriptor 9, since the trap runs while the command's redirection is still in force.
step() {
  local text=$2 start=$SECONDS
  step_log=$tools/log/$1.log
  shift 2
  mkdir -p "$tools/log"
  exec 9>&2
  trap step_failed EXIT
  say "$text ..."
  "$@" >"$step_log" 2>&1
  trap - EXIT
  say "$text: done, $((SECONDS - start)) s"
}

step_failed() {
  {
    printf 'This failed. The last lines of its log, %s:\n' "$step_log"
    tail -n 25 "$step_log"
  } >&9
}
