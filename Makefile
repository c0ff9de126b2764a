# Each target installs the tools that it needs into the ignored folder .tools (see .ci/tools), once.

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s  %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: prerequisites ## start the demo page and a local OOS; DEMO_PORT, OOS_PORT and OOS_CONTROL_PORT set the ports
	@$(beside) wasm emulator
	@exec target/debug/oos-emulator

.PHONY: test
test: prerequisites ## run all tests: native, in Chromium and Firefox, against the vendor's SDKs, on the packed package
	@$(beside) $(builders) geckodriver browsers node-modules python-packages cargo-deny cargo-public-api
	@rm -rf .tools/build
	@.ci/test

.PHONY: test-long
test-long: export SOAK_CALLS = 2000
test-long: export OOS_SDK_CASES = 100000
test-long: export UNDER_ATTACK_LONG = 1
test-long: test ## run all tests with many more cases, then frameworks, fuzzing, coverage, clean builds and benchmarks
	@$(beside) cargo-fuzz cargo-llvm-cov llvm-tools bench-modules consumer-modules
	@rm -rf .tools/build
	@.ci/test-long

.PHONY: bench
bench: prerequisites ## compare speed and size with the alternatives: target/bench/report.md; BENCH_QUICK=1 is quicker
	@$(beside) $(builders) geckodriver browsers bench-modules
	@rm -rf .tools/build
	@.ci/bench

.PHONY: mutants
mutants: prerequisites ## run mutation tests (about an hour)
	@$(beside) cargo-mutants
	@rm -rf .tools/build
	@.ci/mutants

.PHONY: package
package: prerequisites ## create target/oos-cancel-<version>.tgz, as it would be published
	@$(beside) $(builders)
	@rm -rf .tools/build
	@.ci/package

.PHONY: api
api: package ## rewrite the listings of the public API in tests/api, after an intended change
	@$(beside) cargo-public-api node-modules
	@rm -rf .tools/build
	@.ci/api rust typescript
	@cp target/api/rust.txt target/api/typescript.api.md tests/api/

.PHONY: docs
docs: package ## create the API documentation in target/api/typedoc and target/doc
	@$(beside) node-modules
	@.ci/api documents
	@cargo doc --quiet --package oos-cancel --no-deps

.PHONY: clean
clean: ## remove build products
	rm -rf target pkg/wasm pkg/index.d.ts pkg/index.d.cts webdriver.json

.PHONY: distclean
distclean: clean ## remove build products and installed tools
	rm -rf .tools tests/node_modules tests/*/node_modules tests/*/*/node_modules benches/node_modules

# Runs independent steps in parallel: most of them wait for the network or for one crate.
beside = $(MAKE) --no-print-directory --jobs=8

.PHONY: prerequisites
prerequisites:
	@.ci/prerequisites

builders = wasm-target wasm-pack wasm-bindgen wasm-opt esbuild

.PHONY: wasm
wasm: $(builders)
	@rm -rf .tools/build
	@.ci/build-wasm

.PHONY: emulator
emulator:
	@env -u MAKEFLAGS cargo build --quiet --package oos-emulator --target-dir target

installed := $(shell awk '/^[a-z]/ { print $$1 }' .ci/tools)
.PHONY: $(installed)
$(installed):
	@.ci/install $@
