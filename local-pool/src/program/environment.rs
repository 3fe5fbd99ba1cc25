//! The options that the environment can set. A container's platform sets `PORT`, and a Dockerfile `HOST`.
//!
//! The other options have no variable: `DATA` or `CONFIG` would mean something else to other programs.

use clap::parser::ValueSource;
use clap::{Command, CommandFactory, FromArgMatches};
use std::ffi::OsString;

/// The arguments with a variable, as clap calls them.
const VARIABLES: [(&str, &str); 3] = [("port", "PORT"), ("host", "HOST"), ("public_url", "PUBLIC_URL")];

/// Reads the command line and the environment. Ends the process with a text if an option is wrong. The second value is a
/// note for the user.
pub(crate) fn read<T: FromArgMatches + CommandFactory>() -> (T, Option<String>) {
    let set = |variable: &str| std::env::var_os(variable);
    let matches = usable(T::command(), set).get_matches();
    let host_is_default = matches.value_source("host") == Some(ValueSource::DefaultValue);
    let ignored = set("HOST").filter(|value| !is_usable("HOST", value) && !value.is_empty());
    let note = ignored.filter(|_| host_is_default).map(|value| {
        let name = value.to_string_lossy();
        format!("HOST={name} in the environment is ignored, because it is a name; to listen there, use --host {name}")
    });
    (T::from_arg_matches(&matches).unwrap_or_else(|error| error.exit()), note)
}

/// The command without the variables that can't be used.
fn usable(command: Command, set: impl Fn(&str) -> Option<OsString>) -> Command {
    VARIABLES.into_iter().fold(command, |command, (argument, variable)| {
        match set(variable).is_none_or(|value| is_usable(variable, &value)) {
            true => command.mut_arg(argument, |argument| argument.env(variable)),
            false => command,
        }
    })
}

/// Whether a variable's value is used. An empty variable counts as one that is not set: `PORT: ${PORT}` in a compose
/// file makes an empty one. Some shells set `HOST` to the machine's name. To listen there would open the pool to the
/// network, so a name other than `localhost` is ignored. Tools for web pages set `PUBLIC_URL` to a path. A path is
/// ignored too.
fn is_usable(variable: &str, value: &OsString) -> bool {
    let Some(text) = value.to_str() else { return !value.is_empty() };
    match variable {
        "HOST" => {
            let bare = text.trim_start_matches('[').trim_end_matches(']');
            text.eq_ignore_ascii_case("localhost") || bare.parse::<std::net::IpAddr>().is_ok()
        }
        "PUBLIC_URL" => text.starts_with("http://") || text.starts_with("https://"),
        _ => !text.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_and_a_machines_name_are_not_used() {
        for (variable, value, used) in [
            ("PORT", "", false),
            ("PORT", "80", true),
            ("PORT", "http", true),
            ("HOST", "", false),
            ("HOST", "mymac", false),
            ("HOST", "x86_64-conda-linux-gnu", false),
            ("HOST", "0.0.0.0", true),
            ("HOST", "LocalHost", true),
            ("HOST", "::", true),
            ("HOST", "[::1]", true),
            ("PUBLIC_URL", "", false),
            ("PUBLIC_URL", "/app", false),
            ("PUBLIC_URL", "https://pool.example", true),
            ("PUBLIC_URL", "http://pool:9229", true),
        ] {
            assert_eq!(is_usable(variable, &value.into()), used, "{variable}={value}");
        }
    }
}
