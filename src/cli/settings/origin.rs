//! Where the value of a setting comes from.

use crate::text::Text;

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// Nobody set it.
    Default,
    /// The file of settings, as `file:line:column`.
    File(String),
    /// A variable of the environment.
    Environment(String),
    /// An option of the command line.
    Flag(String),
}

impl Origin {
    /// The option that sets this setting.
    pub fn of_flag(key: &str) -> Origin {
        Origin::Flag(match key {
            "headings" => "--heading".to_owned(),
            _ => format!("--{}", key.replace('_', "-")),
        })
    }

    /// The same in words.
    pub fn words(&self) -> Text {
        match self {
            Origin::Default => text!("默认", "default"),
            Origin::File(place) => Text::same(place),
            Origin::Environment(name) => text!("环境变量 {name}", "environment variable {name}"),
            Origin::Flag(name) => text!("命令行 {name}", "command line, {name}"),
        }
    }
}
