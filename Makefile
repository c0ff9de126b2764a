# Each target installs what it needs into .tools, an ignored folder: see .ci/install. The second time, nothing.

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s  %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: prerequisites ## the demo page, with a local OOS to cancel at; DEMO_PORT, OOS_PORT, OOS_CONTROL_PORT set the ports
	@$(beside) wasm emulator
	@exec target/debug/oos-emulator

.PHONY: test
test: prerequisites ## all tests: native, in Chromium and Firefox, against the vendor's SDKs, of the packed package
	@$(beside) wasm-target wasm-opt cargo-deny cargo-public-api browsers node-modules python-packages
	@rm -rf .tools/build
	@.ci/test

.PHONY: test-long
test-long: export SOAK_CALLS = 2000
test-long: export OOS_SDK_CASES = 100000
test-long: export UNDER_ATTACK_LONG = 1
test-long: test ## the same with many more generated cases, then fuzzing, coverage, clean builds, benchmarks
	@$(beside) cargo-fuzz cargo-llvm-cov bench-modules
	@rm -rf .tools/build
	@.ci/test-long

.PHONY: bench
bench: prerequisites ## speed and size beside what people would use instead: target/bench/report.md; BENCH_QUICK=1 is quick
	@$(beside) wasm-target wasm-pack wasm-bindgen wasm-opt geckodriver browsers bench-modules
	@rm -rf .tools/build
	@.ci/bench

.PHONY: mutants
mutants: prerequisites ## breaks the code in every small way: does a test notice? takes an hour
	@$(beside) cargo-mutants
	@rm -rf .tools/build
	@.ci/mutants

.PHONY: package
package: prerequisites ## target/oos-cancel-<version>.tgz, as it would be published
	@$(beside) wasm
	@.ci/package

.PHONY: api
api: prerequisites ## writes tests/api anew: what the crate and the package offer, after a change that is meant
	@$(beside) wasm cargo-public-api node-modules
	@rm -rf .tools/build
	@.ci/package
	@.ci/api rust typescript
	@cp target/api/rust.txt target/api/typescript.api.md tests/api/

.PHONY: docs
docs: prerequisites ## target/api/typedoc and target/doc: the documents of the package and of the crate
	@$(beside) wasm node-modules
	@.ci/package
	@.ci/api documents
	@cargo doc --quiet --package oos-cancel --no-deps

.PHONY: clean
clean: ## removes what was built
	rm -rf target pkg/wasm pkg/index.d.ts webdriver.json

.PHONY: distclean
distclean: clean ## removes what was installed as well
	rm -rf .tools tests/*/node_modules benches/node_modules

# The steps below, those beside each other that do not need each other: most wait for the network or for one crate.
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

# One after the other, since they share .tools/build.
wasm-bindgen: wasm-pack
geckodriver: wasm-bindgen
cargo-deny: geckodriver
cargo-public-api: cargo-deny
cargo-llvm-cov: cargo-fuzz
