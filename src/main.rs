//! Arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    quality_award::cli::run(std::env::args_os())
}
