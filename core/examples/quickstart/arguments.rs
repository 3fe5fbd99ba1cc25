//! The options. A message about a wrong option never shows a value, because the value may be a secret.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Parser, ValueEnum};
use cognito_auth_core::{AuthConfiguration, AuthFlowType, ClientSecret};
use cognito_local_pool::{DEFAULT_CLIENT_ID, DEFAULT_USER_POOL_ID};

use crate::terminal::complain;

/// `EX_USAGE` of BSD's sysexits.
const USAGE: u8 = 64;

pub(crate) const EXIT_STATUS: &str = "\
Exit status:
  0   the user is signed in
  1   something failed; the last lines say what to do
  2   a line of input is needed, and the input is closed
  64  a mistake in the options";

/// Registers a user and signs in, as in the guide. The program asks for every code that is not given, one line of input
/// each.
#[derive(Parser)]
#[command(name = "quickstart", after_help = EXIT_STATUS)]
pub(crate) struct Arguments {
    /// The service's address, such as http://127.0.0.1:9229 or https://cognito-idp.eu-central-1.amazonaws.com.
    /// Without it, a local pool runs in this process, and the codes are read from its inbox
    #[arg(long, value_name = "URL", allow_hyphen_values = true)]
    pub(crate) endpoint: Option<String>,
    /// The AWS region. Without it, the user pool id's part before `_`
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) region: Option<String>,
    #[arg(long, value_name = "ID", default_value = DEFAULT_USER_POOL_ID, allow_hyphen_values = true)]
    pub(crate) user_pool_id: String,
    #[arg(long, value_name = "ID", default_value = DEFAULT_CLIENT_ID, allow_hyphen_values = true)]
    pub(crate) client_id: String,
    /// The app client's secret, if it has one
    #[arg(long, value_name = "SECRET", allow_hyphen_values = true)]
    pub(crate) client_secret: Option<String>,
    #[arg(long, default_value = "ann", allow_hyphen_values = true)]
    pub(crate) username: String,
    #[arg(long, default_value = "Password123!", allow_hyphen_values = true)]
    pub(crate) password: String,
    #[arg(long, default_value = "ann@example.com", allow_hyphen_values = true)]
    pub(crate) email: String,
    /// The code that confirms the sign-up. Without it, the program asks
    #[arg(long, allow_hyphen_values = true)]
    pub(crate) code: Option<String>,
    /// Whether SRP verifies the password, or the password is sent
    #[arg(long, value_enum, default_value = "srp", allow_hyphen_values = true)]
    pub(crate) flow: Flow,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Flow {
    Srp,
    Password,
}

/// Reads the options of this run. After `--help` or a wrong option, shows a message and gives the exit code. `check`
/// refuses options that do not fit together.
pub(crate) fn parse<Options: Parser>(check: fn(&Options) -> Result<(), String>) -> Result<Options, ExitCode> {
    let mistake = match Options::try_parse() {
        Ok(options) => match check(&options) {
            Ok(()) => return Ok(options),
            Err(mistake) => mistake,
        },
        Err(error) if error.exit_code() == 0 => {
            let _ = error.print();
            return Err(ExitCode::SUCCESS);
        }
        Err(error) => mistake(&error),
    };
    complain(mistake);
    complain("What to do: see --help.");
    Err(ExitCode::from(USAGE))
}

impl Arguments {
    /// Without `--endpoint`, the pool runs in this process. Then this refuses options that describe another pool.
    pub(crate) fn check(&self) -> Result<(), String> {
        let own_region = DEFAULT_USER_POOL_ID.split('_').next();
        let is_own_region = self.region.is_none() || self.region.as_deref() == own_region;
        if self.endpoint.is_some() || self.names_no_pool() && is_own_region {
            return Ok(());
        }
        Err("--region, --user-pool-id, --client-id and --client-secret need --endpoint: the pool in this process \
             has its own."
            .to_owned())
    }

    pub(crate) fn names_no_pool(&self) -> bool {
        self.client_secret.is_none()
            && self.user_pool_id == DEFAULT_USER_POOL_ID
            && self.client_id == DEFAULT_CLIENT_ID
    }

    /// The configuration that the options describe. `endpoint` takes the place of an absent `--endpoint`.
    pub(crate) fn configuration(&self, endpoint: Option<&str>) -> AuthConfiguration {
        let region = self.region.as_deref().or(self.user_pool_id.split('_').next()).unwrap_or_default();
        let mut configuration = AuthConfiguration::new(region, &self.user_pool_id, &self.client_id);
        configuration.user_pool.client_secret = self.client_secret.as_deref().map(ClientSecret::from);
        configuration.user_pool.endpoint = self.endpoint.as_deref().or(endpoint).map(str::to_owned);
        configuration.default_flow = match self.flow {
            Flow::Srp => AuthFlowType::UserSrp,
            Flow::Password => AuthFlowType::UserPassword,
        };
        configuration
    }
}

/// The message about a wrong option. It shows only the program's own names: a text that the user typed may be a
/// misplaced password.
fn mistake(error: &clap::Error) -> String {
    let option = context(error, ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => match context(error, ContextKind::SuggestedArg).as_str() {
            "" => "An argument is not known, or is not an option.".to_owned(),
            similar => format!("An argument is not known. Is {similar} meant?"),
        },
        ErrorKind::InvalidValue if context(error, ContextKind::InvalidValue).is_empty() => {
            format!("{option} needs a value.")
        }
        ErrorKind::InvalidValue => {
            format!("{option} takes one of {}.", context(error, ContextKind::ValidValue))
        }
        ErrorKind::ArgumentConflict => format!("{option} is given twice."),
        ErrorKind::InvalidUtf8 => "An argument is not UTF-8.".to_owned(),
        _ => "The options are not understood.".to_owned(),
    }
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    }
}
