# shellcheck shell=bash
# Sourced: developers' tools that cargo builds from source.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# cargo_tool PROGRAM CRATE VERSION: there is a PROGRAM of that version, in PATH or in .tools/bin.
cargo_tool() {
  local program=$1 crate=$2 version=$3
  if PATH=$tools/bin:$PATH is_version "$program" "$version"; then
    return
  fi
  step "$crate" "$crate $version: building it with cargo install into .tools/bin" build_cargo_tool "$crate" "$version"
}

# Tools that run for a second each are worth no optimizing compile. They share a folder of build products, so that
# crates which several of them use are compiled once; the Makefile removes it when all are built.
build_cargo_tool() {
  export CARGO_TARGET_DIR=$tools/build
  export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=false CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
  export CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_PROFILE_RELEASE_STRIP=true
  # The versions its authors tested, or, where a registry lacks one of those, the newest that fit.
  cargo install --locked --force --root "$tools" "$1" --version "$2" ||
    cargo install --force --root "$tools" "$1" --version "$2"
}
