//! A run that asks: what somebody who only started the program is asked, and the command line that comes of the answers.
//!
//! Questions and answers are plain lines, so that they serve input methods, screen readers and every console.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::dictionary::Track;
use crate::pack::Pack;
use crate::text::{Lang, Text};
use crate::writing::{fold, quote};

use super::common::Stop;
use super::{files, library};

/// Whether nothing but the program was named, by a person who can be asked.
pub(super) fn is_wanted(args: &[OsString]) -> bool {
    args.len() == 1 && io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Asks on the terminal what should be done: the words of the command line that does it.
///
/// # Errors
/// [`Stop::Told`] where nobody answers any more.
pub(super) fn ask(lang: Lang) -> Result<Vec<OsString>, Stop> {
    Guide {
        answers: io::stdin().lock(),
        questions: anstream::stdout().lock(),
        lang,
    }
    .run()
}

/// Asks, and hears.
struct Guide<A, Q> {
    answers: A,
    questions: Q,
    lang: Lang,
}

impl<A: BufRead, Q: Write> Guide<A, Q> {
    fn run(&mut self) -> Result<Vec<OsString>, Stop> {
        self.say(&text!(
            "逐条核对是否符合政府质量奖的通知要求。全部命令见 quality-award help",
            "Judges by every condition of a government quality award. All commands: quality-award help"
        ))?;
        match self.dossiers()? {
            Some(path) => self.check(&path),
            None => self.form(),
        }
    }

    /// The command that checks a file or folder and writes a page beside it.
    fn check(&mut self, path: &Path) -> Result<Vec<OsString>, Stop> {
        let default = library::default_pack()?.title;
        let pack = self.pack(&text!(
            "按哪个奖项核对？（直接按回车：按申报信息中写明的奖项，没有写的按{default}）",
            "By which award? (Enter: the one that the dossier names, else {default})";
            default
        ))?;
        let name = text!("核对报告", "report");
        let page = free(|number| beside(path, name.get(self.lang), number, "html"));
        let open = self.yes(&text!(
            "写好以后打开报告吗？（直接按回车：打开；n：不打开）",
            "Open the report once it is written? (Enter: yes; n: no)"
        ))?;
        let shown = files::name(&page);
        self.say(&text!("报告写入 {shown}", "The report is written to {shown}"))?;
        let mut words: Vec<OsString> = vec!["check".into(), "-o".into(), page.into()];
        if let Some(id) = pack {
            words.extend(["--pack".into(), id.into()]);
        }
        words.extend(open.then(|| "--open".into()));
        // a name may begin as an option does
        words.extend(["--".into(), path.into()]);
        Ok(words)
    }

    /// The command that writes a blank form.
    fn form(&mut self) -> Result<Vec<OsString>, Stop> {
        let default = library::default_pack()?.title;
        let id = self.pack(&text!(
            "写哪个奖项的空白申报表？（直接按回车：{default}）",
            "A blank form for which award? (Enter: {default})";
            default
        ))?;
        let id = id.unwrap_or(Pack::default_id());
        let pack = library::pack(id)?;
        let track = self.track(pack.tracks())?;
        let name = text!("申报表", "form");
        let (name, of) = (name.get(self.lang), track.short().get(self.lang));
        let form = free(|number| PathBuf::from(numbered(&format!("{name}-{of}"), number, "xlsx")));
        Ok(vec![
            "template".into(),
            "--pack".into(),
            id.into(),
            "--track".into(),
            track.id().into(),
            "-o".into(),
            form.into(),
        ])
    }

    /// Where the dossiers are; nowhere yet.
    fn dossiers(&mut self) -> Result<Option<PathBuf>, Stop> {
        loop {
            self.say(&text!(
                "申报信息在哪里？把文件或文件夹拖到这里，按回车（直接按回车：还没有，写一份空白申报表）",
                "Where is the dossier? Drag a file or folder here and press Enter (Enter alone: a blank form is written)"
            ))?;
            let answer = self.answer()?;
            if answer.is_empty() {
                return Ok(None);
            }
            match dragged(&answer).find(|path| path.exists()) {
                Some(path) => return Ok(Some(path)),
                None => {
                    let answer = quote(&answer);
                    self.say(&text!(
                        "没有文件或文件夹 {answer}",
                        "there is no file or folder {answer}"
                    ))?;
                }
            }
        }
    }

    /// The id of one of the packs in the program, if one is wanted.
    fn pack(&mut self, question: &Text) -> Result<Option<&'static str>, Stop> {
        let ids: Vec<&'static str> = Pack::shipped().collect();
        let titles: Result<Vec<Text>, Stop> = ids.iter().map(|id| Ok(library::pack(id)?.title)).collect();
        let called = |answer: &str| ids.iter().position(|id| *id == answer);
        let chosen = self.choose(question, &titles?, called)?;
        Ok(chosen.and_then(|at| ids.get(at).copied()))
    }

    /// One of the tracks; the only one without a question.
    fn track<'t>(&mut self, tracks: &'t [Track]) -> Result<&'t Track, Stop> {
        let labels: Vec<Text> = tracks.iter().map(Track::at_length).collect();
        let called = |answer: &str| {
            tracks
                .iter()
                .position(|track| track.short().zh == answer || track.id() == answer)
        };
        let question = text!("申报哪一类？", "Which track?");
        loop {
            let chosen = match tracks {
                [only] => Some(only),
                _ => {
                    let chosen = self.choose(&question, &labels, called)?;
                    chosen.and_then(|at| tracks.get(at))
                }
            };
            if let Some(track) = chosen {
                return Ok(track);
            }
        }
    }

    /// The place of the choice that was named by its number or in words; none where nothing was answered.
    fn choose(
        &mut self,
        question: &Text,
        choices: &[Text],
        called: impl Fn(&str) -> Option<usize>,
    ) -> Result<Option<usize>, Stop> {
        let count = choices.len();
        self.say(question)?;
        for (number, choice) in (1..).zip(choices) {
            self.say(&text!("  {number}  {choice}", "  {number}  {choice}"; choice))?;
        }
        loop {
            let answer = self.answer()?;
            if answer.is_empty() {
                return Ok(None);
            }
            let number = fold(&answer)
                .parse()
                .ok()
                .and_then(|number: usize| number.checked_sub(1));
            match number.filter(|at| *at < count).or_else(|| called(&answer)) {
                Some(at) => return Ok(Some(at)),
                None => self.say(&text!("请写 1 到 {count} 的编号", "write a number from 1 to {count}"))?,
            }
        }
    }

    /// Whether what was asked is wanted: unless it is denied.
    fn yes(&mut self, question: &Text) -> Result<bool, Stop> {
        self.say(question)?;
        let answer = fold(&self.answer()?);
        Ok(!["n", "no", "否", "不", "不打开"].contains(&answer.as_str()))
    }

    fn say(&mut self, text: &Text) -> Result<(), Stop> {
        Ok(writeln!(self.questions, "{}", text.get(self.lang))?)
    }

    /// What is answered, without the blanks around it.
    fn answer(&mut self) -> Result<String, Stop> {
        write!(self.questions, "> ")?;
        self.questions.flush()?;
        let mut line = Vec::new();
        if self.answers.read_until(b'\n', &mut line)? == 0 {
            writeln!(self.questions)?;
            return Err(Stop::Told);
        }
        Ok(String::from_utf8_lossy(&line).trim().to_owned())
    }
}

/// The paths that a terminal may mean by what it writes when a file is dragged to it: the words as they are, in quotes, called
/// (`& '…'`, as PowerShell writes), or with backslashes before what a shell would take for its own.
fn dragged(answer: &str) -> impl Iterator<Item = PathBuf> {
    const QUOTES: [(char, char); 4] = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’')];
    let called = answer.strip_prefix('&').map(str::trim_start).unwrap_or(answer);
    let inside = QUOTES
        .iter()
        .find_map(|(open, close)| called.strip_prefix(*open)?.strip_suffix(*close));
    let mut bare = String::new();
    let mut letters = called.chars();
    while let Some(letter) = letters.next() {
        let meant = if letter == '\\' { letters.next() } else { Some(letter) };
        bare.extend(meant);
    }
    let each = [Some(answer), Some(called), inside, Some(bare.as_str())].map(|path| path.map(PathBuf::from));
    each.into_iter().flatten()
}

/// A name beside what was checked, after its own; within a folder that has no name of its own.
fn beside(path: &Path, name: &str, number: usize, extension: &str) -> PathBuf {
    match path.file_stem() {
        Some(stem) => {
            let stem = stem.to_string_lossy();
            path.with_file_name(numbered(&format!("{stem}-{name}"), number, extension))
        }
        None => path.join(numbered(name, number, extension)),
    }
}

/// A file name, with a number after the first.
fn numbered(stem: &str, number: usize, extension: &str) -> String {
    let mut name = stem.to_owned();
    if number > 1 {
        // writing into a text does not fail
        let _ = write!(name, "-{number}");
    }
    format!("{name}.{extension}")
}

/// The first of these paths at which nothing stands.
fn free(path: impl Fn(usize) -> PathBuf) -> PathBuf {
    let mut number = 1;
    loop {
        let path = path(number);
        if path.symlink_metadata().is_err() {
            return path;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words that come of these answers, and what was asked.
    fn guided(answers: &str, lang: Lang) -> (Result<Vec<String>, Stop>, String) {
        let mut questions = Vec::new();
        let words = Guide {
            answers: answers.as_bytes(),
            questions: &mut questions,
            lang,
        }
        .run();
        let words = words.map(|words| words.into_iter().map(|word| word.into_string().unwrap()).collect());
        (words, String::from_utf8(questions).unwrap())
    }

    fn words(answers: &str) -> Vec<String> {
        guided(answers, Lang::Zh).0.unwrap()
    }

    #[test]
    fn whoever_has_nothing_yet_gets_a_blank_form_of_the_award_and_track_asked_for() {
        assert_eq!(
            words("\n\n1\n"),
            [
                "template",
                "--pack",
                Pack::default_id(),
                "--track",
                "organization",
                "-o",
                "申报表-组织.xlsx"
            ]
        );
        let second = Pack::shipped().nth(1).unwrap();
        for number in [" ２ ", second] {
            let words = words(&format!("\n{number}\n1\n"));
            assert_eq!(words.get(2).map(String::as_str), Some(second), "{number}");
        }
        for (answer, track) in [("2", "individual"), ("组织", "organization")] {
            let words = words(&format!("\n\n{answer}\n"));
            assert_eq!(words.get(4).map(String::as_str), Some(track), "{answer}");
        }
    }

    #[test]
    fn what_is_no_answer_is_asked_again() {
        let count = Pack::shipped().count();
        let beyond = count + 1;
        let wrong = ["0", "x", "-1", &beyond.to_string(), "99999999999999999999999"];
        let answers = format!("不在这里.xlsx\n\n{}\n{count}\n3\n1\n", wrong.join("\n"));
        let (words, asked) = guided(&answers, Lang::Zh);
        assert!(words.unwrap().contains(&Pack::shipped().last().unwrap().to_owned()));
        assert!(asked.contains("没有文件或文件夹 「不在这里.xlsx」"), "{asked}");
        let again = format!("请写 1 到 {count} 的编号");
        assert_eq!(asked.matches(&again).count(), wrong.len(), "{asked}");
        assert!(asked.contains("请写 1 到 2 的编号"), "{asked}");
    }

    #[test]
    fn whoever_answers_no_more_is_not_asked_for_ever() {
        for answers in ["", "nowhere", "\n", "Cargo.toml\n\n"] {
            assert!(matches!(guided(answers, Lang::En).0, Err(Stop::Told)), "{answers:?}");
        }
    }

    #[test]
    fn a_file_is_found_in_every_way_that_terminals_write_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("客 户's.toml");
        std::fs::write(&file, "").unwrap();
        let path = file.to_str().unwrap();
        let shell = path.replace(' ', "\\ ").replace('\'', "\\'");
        for answer in [
            path,
            &format!("\"{path}\""),
            &format!("& '{path}'"),
            &format!(" {path} \r"),
            &shell,
        ] {
            assert!(dragged(answer.trim()).any(|found| found == file), "{answer}");
        }
        let report = folder.path().join("客 户's-核对报告.html");
        let report = report.to_str().unwrap();
        let words = words(&format!("{shell}\r\n\n\n"));
        assert_eq!(words, ["check", "-o", report, "--open", "--", path]);
    }

    #[test]
    fn a_report_has_a_name_that_nothing_else_has() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("客户")).unwrap();
        let path = at("客户");
        let path = path.to_str().unwrap();
        for name in ["客户-核对报告.html", "客户-核对报告-2.html", "客户-核对报告-3.html"] {
            let words = words(&format!("{path}\n1\nn\n"));
            let first = Pack::shipped().next().unwrap();
            let report = at(name);
            assert_eq!(
                words,
                ["check", "-o", report.to_str().unwrap(), "--pack", first, "--", path]
            );
            std::fs::write(report, "").unwrap();
        }
        let here = words(".\n\nn\n");
        assert_eq!(here, ["check", "-o", "./核对报告.html", "--", "."]);
    }
}
