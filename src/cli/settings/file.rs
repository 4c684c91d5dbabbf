//! The settings of a repository of dossiers: `quality-award.toml`, found in the working directory or in a folder above
//! it, never in what is judged. Unknown keys are refused, and every mistake is told at its place.

use std::path::{Path, PathBuf};

use serde_json::Value;
use toml::Spanned;
use toml::de::DeValue;

use crate::cli::files;
use crate::day::Day;
use crate::digest::Digest;
use crate::letters::Phrases;
use crate::load::folder::SETTINGS;
use crate::pack::of_form;
use crate::place::{Source, Spot, Unreadable};
use crate::report::{Brought, Waiver};
use crate::shape::{Called, Reader, Said, Shape, Written};
use crate::syntax;
use crate::text::Text;

shape! {
    /// The settings as they are written.
    struct FileEntry {
        /// The pack.
        /// 中文：规则包：编号或文件。
        pack: Option<Spanned<String>>,
        /// Folders of packs.
        /// 中文：规则包的文件夹。
        packs: Option<Spanned<Vec<Spanned<String>>>>,
        /// What the pack must be.
        /// 中文：规则包应有的 SHA-256。
        pack_sha256: Option<Spanned<String>>,
        /// Calendars whose years are added.
        /// 中文：追加其年份的日历。
        calendar: Option<Spanned<Vec<Spanned<String>>>>,
        /// The day as of which is judged.
        /// 中文：判断日。
        as_of: Option<Spanned<Day>>,
        /// The language.
        /// 中文：语言：zh、en。
        lang: Option<Spanned<String>>,
        /// The format of standard output.
        /// 中文：标准输出的格式。
        format: Option<Spanned<String>>,
        /// Files to write.
        /// 中文：写出的文件。
        output: Option<Spanned<Vec<Spanned<String>>>>,
        /// Which files are wanted.
        /// 中文：只核对符合的文件，从本文件所在的文件夹算起。
        include: Option<Spanned<Vec<Spanned<String>>>>,
        /// Which are not.
        /// 中文：不核对的文件和文件夹，从本文件所在的文件夹算起。
        exclude: Option<Spanned<Vec<Spanned<String>>>>,
        /// What gates the exit code.
        /// 中文：使退出码不为 0 的结论。
        fail_on: Option<Spanned<Vec<Spanned<String>>>>,
        /// What headings of the user's own mean.
        /// 中文：自己的表头是哪个字段。
        headings: Option<Spanned<Pairs>>,
        /// What stands in every letter.
        letters: Option<LettersEntry>,
        /// The waivers.
        /// 中文：豁免。
        waivers: Vec<WaiverEntry> = "[]",
    }
}

shape! {
    /// What stands in every letter, as it is written.
    struct LettersEntry {
        /// Above the items.
        greeting: Option<Said>,
        /// Below them.
        closing: Option<Said>,
        /// Who sends it.
        sender: Option<Said>,
    }
}

shape! {
    /// A waiver as it is written.
    struct WaiverEntry {
        /// The condition.
        /// 中文：条件编号。
        condition: Said,
        /// The applicant.
        /// 中文：申报者的名称或信用代码。
        applicant: Said,
        /// Why.
        /// 中文：理由。
        reason: Said,
        /// Who says so.
        /// 中文：谁批准。
        approved_by: Said,
        /// The last day on which it holds.
        /// 中文：最后有效之日。
        expires: Day,
    }
}

/// A table of texts, each as `key=text` where its key stands.
struct Pairs(Texts);

impl Called for Pairs {
    fn called() -> Text {
        text!(
            "表头的表，其下一行一个，如 \"客户名称\" = \"organization.name\"",
            "a table of headings, one a line, such as \"客户名称\" = \"organization.name\""
        )
    }
}

/// The JSON Schema of files of settings (draft 2020-12).
pub fn schema() -> Value {
    let form = FileEntry::toml_type();
    of_form(
        &form,
        "urn:quality-award:schema:settings:1",
        "设置 / settings of quality-award",
    )
}

impl<S> Shape<S> for Pairs {
    fn read(written: &Written<'_>, reader: &mut Reader<S>) -> Option<Pairs> {
        let DeValue::Table(table) = written.get_ref() else {
            return reader.unexpected(written, &Pairs::called());
        };
        let pairs = table.iter().map(|(key, value)| {
            let text = reader.string(value, &String::called())?;
            Some((format!("{}={text}", key.get_ref()), Spot::span(key.span())))
        });
        // each is read, so that every mistake is told
        let pairs: Vec<Option<(String, Spot)>> = pairs.collect();
        Some(Pairs(pairs.into_iter().collect::<Option<Texts>>()?))
    }
}

/// What stands under a key, each text with its place.
type Texts = Vec<(String, Spot)>;

/// A file of settings that was read.
#[derive(Debug)]
pub(crate) struct File {
    /// Where it was read from.
    pub source: Source,
    /// The file itself.
    pub path: PathBuf,
    /// What stands in every letter.
    pub phrases: Phrases,
    /// The waivers it declares.
    pub waivers: Vec<Waiver>,
    values: Vec<(&'static str, Texts, Spot)>,
}

impl File {
    /// The settings that hold where the run stands.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn here() -> Result<Option<File>, Unreadable> {
        nearest(Path::new(".")).map(|file| File::read(&file)).transpose()
    }

    /// Reads a file of settings.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(path: &Path) -> Result<File, Unreadable> {
        let source = files::text(path)?;
        let written: FileEntry = syntax::read(&source, ())?;
        let one = |text: Option<Spanned<String>>| text.map(|text| (vec![placed(&text)], Spot::span(text.span())));
        let several = |texts: Option<Spanned<Vec<Spanned<String>>>>| {
            texts.map(|texts| (texts.get_ref().iter().map(placed).collect(), Spot::span(texts.span())))
        };
        let day = written
            .as_of
            .map(|day| Spanned::new(day.span(), day.get_ref().to_string()));
        let headings = written.headings;
        let values = [
            ("pack", one(written.pack)),
            ("packs", several(written.packs)),
            ("pack_sha256", one(written.pack_sha256)),
            ("calendar", several(written.calendar)),
            ("as_of", one(day)),
            ("lang", one(written.lang)),
            ("format", one(written.format)),
            ("output", several(written.output)),
            ("include", several(written.include)),
            ("exclude", several(written.exclude)),
            ("fail_on", several(written.fail_on)),
            (
                "headings",
                headings.map(|pairs| (pairs.get_ref().0.clone(), Spot::span(pairs.span()))),
            ),
        ];
        let values = values.into_iter().filter_map(|(key, value)| {
            let (texts, spot) = value?;
            Some((key, texts, spot))
        });
        let phrases = written.letters.map(|letters| Phrases {
            greeting: letters.greeting.map(|said| said.0),
            closing: letters.closing.map(|said| said.0),
            sender: letters.sender.map(|said| said.0),
        });
        let waiver = |entry: WaiverEntry| Waiver {
            condition: entry.condition.0,
            applicant: entry.applicant.0,
            reason: entry.reason.0,
            approved_by: entry.approved_by.0,
            expires: entry.expires,
        };
        Ok(File {
            source,
            path: path.to_owned(),
            phrases: phrases.unwrap_or_default(),
            waivers: written.waivers.into_iter().map(waiver).collect(),
            values: values.collect(),
        })
    }

    /// Its folder; paths in it start there.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// What a report says of it.
    pub fn brought(&self) -> Brought {
        Brought {
            file: files::name(&self.path),
            sha256: Digest::of(self.source.contents()),
        }
    }

    /// What stands under a key, each text with its place, and the place of all.
    pub fn get(&self, key: &str) -> Option<(&[(String, Spot)], Spot)> {
        let (_, texts, spot) = self.values.iter().find(|(known, ..)| *known == key)?;
        Some((texts, *spot))
    }
}

/// The file of settings in the nearest folder above `path`, itself one of them, that has some.
pub(super) fn nearest(path: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut settings = start.ancestors().map(|folder| folder.join(SETTINGS));
    settings.find(|file| file.is_file()).map(shortened)
}

/// A path as it is shown: below the current folder, if it lies there.
fn shortened(path: PathBuf) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).map(Path::to_owned).unwrap_or(path)
}

fn placed(text: &Spanned<String>) -> (String, Spot) {
    (text.get_ref().clone(), Spot::span(text.span()))
}
