//! The transcripts of the command line, those of the README and of `docs/` among them, are what the program prints.

#[test]
fn the_transcripts_are_true() {
    trycmd::TestCases::new()
        .env("COLUMNS", "80")
        .case("README.md")
        .case("docs/*.md")
        .case("tests/cmd/*.md");
}
