#!/usr/bin/env node
// Starts the local pool's program, which is in the package of this platform. Passes on its arguments, signals and exit code.
"use strict";

const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const platform = `${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "cognito-local-pool.exe" : "cognito-local-pool";

function program() {
  try {
    return require.resolve(`@cognitoauth/local-pool-${platform}/bin/${file}`);
  } catch {
    console.error(
      `cognito-local-pool: the package @cognitoauth/local-pool-${platform} is missing. npm installs it as an optional ` +
        "dependency, unless it was told to omit these, or there is none for this platform. " +
        "With Rust, `cargo install` builds the program from its source.",
    );
    return process.exit(1);
  }
}

// These come before the start. A signal in between would end this script alone, and the program would stay.
let child;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  // On Windows, Ctrl-C reaches the program by itself, and passing it on would kill the program.
  const passes = process.platform !== "win32" || signal !== "SIGINT";
  process.on(signal, () => passes && child.kill(signal));
}
child = spawn(program(), process.argv.slice(2), { stdio: "inherit" });
child.on("error", (error) => {
  console.error(`cognito-local-pool: cannot start ${error.path}: ${error.code}`);
  process.exit(1);
});
// If a signal has ended the program, the exit code is 128 plus the signal's number, as in shells.
child.on("exit", (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
