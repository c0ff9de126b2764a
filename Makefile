# Each target installs the tools that it needs into the ignored folder .tools (see .ci/install), once.

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s  %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: prerequisites ## start the demo page and a local OOS; DEMO_PORT, OOS_PORT and OOS_CONTROL_PORT set the ports
	@$(beside) wasm emulator
	@exec target/debug/oos-emulator

.PHONY: test
test: prerequisites ## run all tests: native, in Chromium and Firefox, against the vendor's SDKs, on the packed package
	@$(beside) wasm-target wasm-opt cargo-deny cargo-public-api browsers node-modules python-packages
	@rm -rf .tools/build
	@.ci/test

.PHONY: test-long
test-long: export SOAK_CALLS = 2000
test-long: export OOS_SDK_CASES = 100000
test-long: export UNDER_ATTACK_LONG = 1
test-long: test ## run all tests with many more cases, then fuzzing, coverage, clean builds and benchmarks
	@$(beside) cargo-fuzz cargo-llvm-cov bench-modules
	@rm -rf .tools/build
	@.ci/test-long

.PHONY: bench
bench: prerequisites ## compare speed and size with the alternatives: target/bench/report.md; BENCH_QUICK=1 is quicker
	@$(beside) wasm-target wasm-pack wasm-bindgen wasm-opt geckodriver browsers bench-modules
	@rm -rf .tools/build
	@.ci/bench

.PHONY: mutants
mutants: prerequisites ## run mutation tests (about an hour)
	@$(beside) cargo-mutants
	@rm -rf .tools/build
	@.ci/mutants

.PHONY: package
package: prerequisites ## create target/oos-cancel-<version>.tgz, as it would be published
	@$(beside) wasm
	@.ci/package

.PHONY: api
api: prerequisites ## rewrite the listings of the public API in tests/api, after an intended change
	@$(beside) wasm cargo-public-api node-modules
	@rm -rf .tools/build
	@.ci/package
	@.ci/api rust typescript
	@cp target/api/rust.txt target/api/typescript.api.md tests/api/

.PHONY: docs
docs: prerequisites ## create the API documentation in target/api/typedoc and target/doc
	@$(beside) wasm node-modules
	@.ci/package
	@.ci/api documents
	@cargo doc --quiet --package oos-cancel --no-deps

.PHONY: clean
clean: ## remove build products
	rm -rf target pkg/wasm pkg/index.d.ts webdriver.json

.PHONY: distclean
distclean: clean ## remove build products and installed tools
	rm -rf .tools tests/*/node_modules benches/node_modules

# Runs independent steps in parallel: most of them wait for the network or for one crate.
beside = $(MAKE) --no-print-directory --jobs=4

.PHONY: prerequisites
prerequisites:
	@.ci/prerequisites

.PHONY: wasm
wasm: wasm-target wasm-bindgen wasm-opt
	@rm -rf .tools/build
	@.ci/build-wasm

.PHONY: emulator
emulator:
	@.ci/build-emulator

installed = wasm-target wasm-pack wasm-bindgen wasm-opt geckodriver browsers node-modules bench-modules python-packages \
  cargo-deny cargo-public-api cargo-fuzz cargo-llvm-cov cargo-mutants
.PHONY: $(installed)
$(installed):
	@.ci/install/$@

# In sequence, because they share .tools/build.
wasm-bindgen: wasm-pack
geckodriver: wasm-bindgen
cargo-deny: geckodriver
cargo-public-api: cargo-deny
cargo-llvm-cov: cargo-fuzz
