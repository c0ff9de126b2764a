# Each target installs the tools that it needs into the ignored folder .tools (see .ci/tools), once.

.PHONY: help
help: ## list the targets, what each is for and how long it takes | at once
	@echo "Start with 'make demo'. The first time, each target also installs the tools that it needs into .tools: minutes, once."
	@echo
	@awk -F ':.*## | [|] ' '/^[a-z-]+:.*## / { printf "make %-10s %-13s %s\n", $$1, $$3, $$2 }' Makefile

.PHONY: demo
demo: prerequisites ## try the package: a demo page and an emulator of OOS, no account needed; DEMO_PORT, OOS_PORT and OOS_CONTROL_PORT set the ports | 3 s
	@$(beside) wasm emulator
	@exec target/debug/oos-emulator --executions 60

.PHONY: site
site: prerequisites ## build target/site: the page for any static host, with an emulator in its service worker | 1 min
	@$(beside) $(builders)
	@rm -rf .tools/build
	@.ci/build-site

.PHONY: test
test: prerequisites ## check everything: native tests, Chromium and Firefox, the vendor's SDKs, the packed package | 12 min
	@$(beside) $(builders) geckodriver browsers node-modules python-packages cargo-deny cargo-public-api
	@rm -rf .tools/build
	@.ci/test

.PHONY: test-long
test-long: export SOAK_CALLS = 2000
test-long: export OOS_SDK_CASES = 100000
test-long: export UNDER_ATTACK_LONG = 1
test-long: test ## check more before a release: test, then more cases, frameworks, fuzzing, coverage, clean builds, benchmarks | 1 h
	@$(beside) cargo-fuzz cargo-llvm-cov llvm-tools bench-modules consumer-modules
	@rm -rf .tools/build
	@.ci/test-long

.PHONY: bench
bench: prerequisites ## compare speed and size with the alternatives, in target/bench/report.md; BENCH_QUICK=1 is quicker | 10 min
	@$(beside) $(builders) geckodriver browsers bench-modules
	@rm -rf .tools/build
	@.ci/bench

.PHONY: mutants
mutants: prerequisites ## see whether the tests notice mutations of the code | 1 h
	@$(beside) cargo-mutants
	@rm -rf .tools/build
	@.ci/mutants

.PHONY: package
package: prerequisites ## create target/oos-cancel-<version>.tgz to install or publish | 30 s
	@$(beside) $(builders)
	@rm -rf .tools/build
	@.ci/package

.PHONY: api
api: package ## rewrite the listings of the public API in tests/api, after an intended change | 1 min
	@$(beside) cargo-public-api node-modules
	@rm -rf .tools/build
	@.ci/api rust typescript
	@cp target/api/rust.txt target/api/typescript.api.md tests/api/

.PHONY: docs
docs: package ## build the guides and the API documentation into one site: target/docs/index.html | 1 min
	@$(beside) node-modules
	@.ci/docs

.PHONY: clean
clean: ## remove build products | at once
	rm -rf target pkg/wasm pkg/index.d.ts pkg/index.d.cts webdriver.json

.PHONY: distclean
distclean: clean ## remove build products and installed tools | at once
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
