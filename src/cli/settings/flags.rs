//! What may be set on the command line.

use crate::render::Format;

/// What may be set on the command line of whatever judges dossiers: by what, and as of when.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct JudgingFlags {
    #[arg(long, value_name = "ID|FILE")]
    pub pack: Option<String>,
    #[arg(long, value_name = "FOLDER")]
    pub packs: Vec<String>,
    #[arg(long, value_name = "SHA256")]
    pub pack_sha256: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub calendar: Vec<String>,
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
    #[arg(long, value_name = "FILE|none")]
    pub config: Option<String>,
    #[arg(long, value_name = "NAME=FIELD")]
    pub heading: Vec<String>,
}

/// What may be set on the command line for `check` and `config`.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Flags {
    #[command(flatten)]
    pub judging: JudgingFlags,
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,
    #[arg(long, short, value_name = "FILE")]
    pub output: Vec<String>,
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    #[arg(long)]
    pub force_exclude: bool,
    #[arg(long, value_name = "LIST")]
    pub fail_on: Option<String>,
}

impl From<&JudgingFlags> for Flags {
    fn from(judging: &JudgingFlags) -> Flags {
        Flags {
            judging: judging.clone(),
            ..Flags::default()
        }
    }
}
