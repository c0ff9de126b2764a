# shellcheck shell=bash
# Sourced by every script here: where things are, the steps of an installation, and the checks of a stage.
# Kept to what bash 3.2 understands, the version that macOS has.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=$root/.tools
PATH=$tools/bin:$PATH

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

# Exports CHROME, CHROMEDRIVER, FIREFOX and GECKODRIVER, the paths of those programs.
use_browsers() {
  # shellcheck source=/dev/null
  source "$tools/browsers.env"
  GECKODRIVER=$(command -v geckodriver)
  export GECKODRIVER
}

# Exports URL_TEST_DATA, the path of the URL standard's test data: the source package of the crate `url` has them.
use_url_test_data() {
  URL_TEST_DATA=$(cd "$root" && cargo metadata --format-version 1 --quiet | node -e '
    const { packages } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    const { manifest_path } = packages.find(({ name }) => name === "url");
    console.log(require("node:path").join(manifest_path, "../tests/urltestdata.json"));
  ')
  export URL_TEST_DATA
}

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

# The tests of a stage that is a list of commands. Such a stage ends with end_checks.
checks_passed=0 checks_failed=0 checks_skipped=0

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

# Prints the counts as Node's test runner does, for .ci/test.
end_checks() {
  printf '# pass %d\n# fail %d\n# skipped %d\n' "$checks_passed" "$checks_failed" "$checks_skipped"
  [ "$checks_failed" -eq 0 ]
}
