//! `seeds FOLDER`: writes the inputs that libFuzzer starts from, in one folder for each target.

#![expect(clippy::expect_used, reason = "a tool ends with a panic")]

use std::fs;
use std::path::PathBuf;

use cognito_auth_fuzz::{TARGETS, seeds};

fn main() {
    let folder = PathBuf::from(std::env::args_os().nth(1).expect("the folder to write to"));
    for target in TARGETS {
        let own = folder.join(target.name);
        fs::create_dir_all(&own).expect("a folder that can be made");
        for (number, seed) in seeds(target.name).iter().enumerate() {
            fs::write(own.join(format!("seed-{number:03}")), seed).expect("a folder that can be written to");
        }
    }
}
