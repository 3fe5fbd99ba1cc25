# The commands of this repository. `make help` lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Builds and installations go outside of the tree; tools/cache.sh says where. Only `dist/` is in the tree.
export COGNITO_AUTH_CACHE := $(shell CARGO_TARGET_DIR=-; . tools/cache.sh; echo "$$COGNITO_AUTH_CACHE")
export CARGO_TARGET_DIR := $(shell COGNITO_AUTH_CACHE="$(COGNITO_AUTH_CACHE)"; building_process=$$PPID; . tools/cache.sh; echo "$$CARGO_TARGET_DIR")

SCHEDULES := -p cognito-auth-core --features host,schedules --lib session::schedules
SIMULATION := --release -p cognito-auth-core --features host,simulation --test simulation no_history_violates
N ?= 1000

.PHONY: help
help: ## Lists the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- Play ---------------------------------------------------------------------------------------------------------

.PHONY: demo demo-kotlin demo-swift local-pool
demo: ## Plays the sign-in guide in Rust against a local pool; needs Rust alone
	@cargo run -q -p cognito-auth-core --features host --example quickstart

demo-kotlin: ## Plays the same guide through the Kotlin library
	@android/demo

demo-swift: ## Plays the same guide through the Swift package
	@ios/demo

local-pool: ## Runs a Cognito on this machine: http://127.0.0.1:9229
	@cargo run -q --release -p cognito-local-pool -- --port 9229

# --- Test ---------------------------------------------------------------------------------------------------------

# tools/stages runs two at a time. The long ones come first. While test-packages links, it uses only one core.
STAGES := test-rust test-packages test-swift test-kotlin test-clients test-ministack test-constant-time

.PHONY: test $(STAGES)
test: ## Runs every test stage: Rust, its constant time, Kotlin, Swift, other people's clients and servers, the packages
	@tools/test $(STAGES)

test-rust: ## Tests the Rust crates
	@aws/tests/oracle/model --check
	@tools/workspace test
	@tools/workspace test --features cognito-auth-ffi/wiping-allocator --test wiped_memory
	@tools/has-tests $(SCHEDULES)
	@cargo test $(SCHEDULES)

test-constant-time: ## Shows that no branch and no memory access of SRP depends on a secret
	@bench/constant-time/run

test-kotlin: ## Tests the Kotlin library on the JVM
	@android/test

test-swift: ## Tests the Swift package
	@ios/AmplifyShim/test
	@ios/App/test
	@ios/Consumer/test
	@examples/ios/test
	@ios/test

test-clients: ## Tests the local pool with other people's clients and templates, and its pages in Chromium
	@local-pool/tests/clients/run
	@local-pool/tests/templates/run

test-ministack: ## Tests our client with a server that others wrote
	@core/tests/ministack/run

test-packages: ## Builds and inspects the AAR and the XCFramework, and runs the Android library
	@tools/packages/test

.PHONY: verify-live
verify-live: ## Plays flows against AWS, in an account that you bring; asks before it makes anything; AGAINST=local-pool needs no account
	@tools/verify-live/run $(if $(AGAINST),--against $(AGAINST)) $(if $(ENDPOINT),--endpoint $(ENDPOINT)) \
	  $(if $(REGION),--region $(REGION)) $(if $(PROFILE),--profile $(PROFILE)) $(if $(filter 1,$(YES)),--yes) \
	  $(if $(ONLY),--only "$(ONLY)")

.PHONY: compare
compare: ## Plays the same requests at LEFT=… and RIGHT=… (an address, local-pool, ministack, moto, aws), prints what differs
	@tools/compare/run $(or $(LEFT),local-pool) $(or $(RIGHT),ministack) $(if $(ONLY),--only "$(ONLY)") \
	  $(if $(JSON),--json "$(JSON)") $(if $(REGION),--region $(REGION)) $(if $(PROFILE),--profile $(PROFILE)) \
	  $(if $(ACCOUNT),--account $(ACCOUNT)) $(if $(filter 1,$(YES)),--yes)

.PHONY: test-stress
test-stress: ## Repeats the tests that depend on threads, on busy cores; N=… says how often
	@tools/test-stress $(if $(filter command line environment,$(origin N)),$(N),30)

.PHONY: test-kill
test-kill: ## Kills processes in the middle of sign-ins, refreshes and sign-outs; N=… says how many in each
	@tools/test-kill $(if $(filter command line environment,$(origin N)),$(N),200)

.PHONY: simulate
simulate: ## Simulates random histories of apps with faults; N=… says how many, SEED=… which is the first
	@tools/has-tests $(SIMULATION)
	@HISTORIES=$(N) SEED=$(SEED) cargo test -q $(SIMULATION) -- --nocapture

.PHONY: test-schedules
test-schedules: ## Runs the session's tasks in many orders; N=… says how many, SEED=… chooses others
	@tools/has-tests $(SCHEDULES)
	@seed=$(or $(SEED),$$RANDOM); echo "SEED=$$seed"; \
	SCHEDULES=$(N) SCHEDULES_SEED=$$seed cargo test -q $(SCHEDULES)

T ?= 60
.PHONY: fuzz mutants
fuzz: ## Runs libFuzzer on every target, T=… seconds for each; TARGETS=… chooses targets
	@fuzz/run $(T) $(TARGETS)

mutants: ## Puts small bugs into FILE=…, a file or folder of the core; lists the bugs that no test finds; SAMPLE=… limits their number
	@SAMPLE=$(SAMPLE) tools/mutants/run $(FILE)

# --- Build --------------------------------------------------------------------------------------------------------

.PHONY: bindings api docs pictures aar xcframework reproducible
bindings: ## Regenerates the Swift and Kotlin sources
	@bindings/generate

api: ## Writes the API dumps of Kotlin and Swift
	@android/check-api --write
	@ios/lint --write-api

docs: ## Builds the documentation of the three libraries into dist/docs, a site
	@tools/docs/build dist/docs

pictures: ## Renews the pictures of the local pool's pages in docs/
	@cd local-pool/tests/clients && RENEW_PICTURES=1 ./run web_*.test.mjs

aar: ## Builds the Android library into dist/
	@tools/packages/aar

xcframework: ## Builds the iOS library into dist/; PLATFORMS=all builds it for all of Apple's platforms
	@tools/packages/xcframework

reproducible: ## Builds both packages twice and compares the bytes
	@tools/packages/reproducible

# --- Look ---------------------------------------------------------------------------------------------------------

CHECKS := check-rust check-words check-licences check-scripts check-release check-workflows check-measurements check-api \
  check-bindings check-kotlin check-swift check-docs

.PHONY: check $(CHECKS) fresh-lock advisories bench compare-servers size
check: fresh-lock ## Checks the format, lints, licences, scripts, words, versions, workflows, measurements, generated sources, APIs, documentation
	@tools/stages $(CHECKS)

fresh-lock: # before all else, because cargo's other commands renew Cargo.lock silently
	@cargo metadata --locked --format-version 1 >/dev/null

check-rust: fresh-lock
	@cargo fmt --all --check
	@tools/workspace clippy -q --all-targets --features cognito-auth-core/schedules,cognito-auth-ffi/testing -- -D warnings

check-licences:
	@tools/check-licences

advisories: ## Checks the dependencies against DB=…, a clone of RustSec's advisory database
	@tools/advisories "$(DB)"

check-scripts:
	@tools/python-tests tools/tests

check-words:
	@tools/check-words

check-release:
	@tools/release/check

check-workflows:
	@tools/workflows/lint

check-bindings:
	@bindings/check-drift

check-kotlin:
	@android/lint
	@android/check-api

check-swift:
	@ios/lint

check-api:
	@tools/check-api

check-docs: # uses what check-kotlin and check-swift have built
	@tools/docs/build

check-measurements:
	@bench/table/check
	@tools/python-tests bench/servers test_page

bench: ## Measures us and other implementations, and prints one table; RENEW=1 writes it into docs/, PARTS=… chooses parts
	@RENEW=$(RENEW) bench/run $(PARTS)

compare-servers: ## Tries what the local pool and other servers can do, and prints a table; RENEW=1 writes it into local-pool/docs/
	@RENEW=$(RENEW) bench/servers/compare

size: ## Compares the sizes of the shipped libraries to their budget
	@tools/packages/size
