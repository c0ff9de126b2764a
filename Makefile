# Each target installs what it needs into .tools, an ignored folder: see .ci/tools. The second time, nothing.

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s  %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: prerequisites ## the demo page, with a local OOS to cancel at; DEMO_PORT, OOS_PORT, OOS_CONTROL_PORT set the ports
	@$(beside) wasm emulator
	@exec target/debug/oos-emulator

.PHONY: test
test: prerequisites ## all tests: native, in Chromium and Firefox, against the vendor's SDKs, of the packed package
	@$(beside) $(builders) geckodriver browsers node-modules python-packages cargo-deny cargo-public-api
	@rm -rf .tools/build
	@.ci/test

.PHONY: test-long
test-long: export SOAK_CALLS = 2000
test-long: export OOS_SDK_CASES = 100000
test-long: export UNDER_ATTACK_LONG = 1
test-long: test ## the same with many more generated cases, then fuzzing, coverage, clean builds, benchmarks
	@$(beside) cargo-fuzz cargo-llvm-cov llvm-tools bench-modules
	@rm -rf .tools/build
	@.ci/test-long

.PHONY: bench
bench: prerequisites ## speed and size beside what people would use instead: target/bench/report.md; BENCH_QUICK=1 is quick
	@$(beside) $(builders) geckodriver browsers bench-modules
	@rm -rf .tools/build
	@.ci/bench

.PHONY: mutants
mutants: prerequisites ## breaks the code in every small way: does a test notice? takes an hour
	@$(beside) cargo-mutants
	@rm -rf .tools/build
	@.ci/mutants

.PHONY: package
package: prerequisites ## target/oos-cancel-<version>.tgz, as it would be published
	@$(beside) $(builders)
	@rm -rf .tools/build
	@.ci/package

.PHONY: api
api: package ## writes tests/api anew: what the crate and the package offer, after a change that is meant
	@$(beside) cargo-public-api node-modules
	@rm -rf .tools/build
	@.ci/api rust typescript
	@cp target/api/rust.txt target/api/typescript.api.md tests/api/

.PHONY: docs
docs: package ## target/api/typedoc and target/doc: the documents of the package and of the crate
	@$(beside) node-modules
	@.ci/api documents
	@cargo doc --quiet --package oos-cancel --no-deps

.PHONY: clean
clean: ## removes what was built
	rm -rf target pkg/wasm webdriver.json

.PHONY: distclean
distclean: clean ## removes what was installed as well
	rm -rf .tools tests/node_modules tests/*/node_modules benches/node_modules

# The steps below, those beside each other that do not need each other: most wait for the network or for one crate.
beside = $(MAKE) --no-print-directory --jobs=8

.PHONY: prerequisites
prerequisites:
	@.ci/prerequisites

builders = wasm-target wasm-pack wasm-bindgen wasm-opt

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
