//! The settings of a repository of dossiers: `quality-award.toml`, found in the folder of the first dossier or in
//! one above it. Unknown keys are refused, and every mistake is told at its place.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;
use toml::de::DeValue;

use crate::cli::files;
use crate::day::Day;
use crate::load::folder::SETTINGS;
use crate::place::{InputError, Source, Spot, Unreadable, meant};
use crate::report::Waiver;
use crate::syntax;
use crate::writing::{nearest, quote};

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    Day,
    Texts,
    /// A table of texts, each kept as `key=text`.
    Pairs,
}

/// Every key there is beside `waivers`.
const KEYS: [(&str, Shape); 11] = [
    ("pack", Shape::Text),
    ("pack_sha256", Shape::Text),
    ("calendar", Shape::Texts),
    ("as_of", Shape::Day),
    ("lang", Shape::Text),
    ("format", Shape::Text),
    ("output", Shape::Texts),
    ("include", Shape::Texts),
    ("exclude", Shape::Texts),
    ("fail_on", Shape::Texts),
    ("headings", Shape::Pairs),
];

/// The key under which waivers stand.
const WAIVERS: &str = "waivers";

/// What stands under a key, each text with its place.
type Texts = Vec<(String, Spot)>;

/// A file of settings that was read.
#[derive(Debug)]
pub(crate) struct File {
    /// Where it was read from.
    pub source: Source,
    /// Its folder; paths in it start there.
    pub folder: PathBuf,
    /// The waivers it declares.
    pub waivers: Vec<Waiver>,
    values: Vec<(&'static str, Texts, Spot)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WaiverEntry {
    condition: Said,
    applicant: Said,
    reason: Said,
    approved_by: Said,
    expires: Day,
}

/// A text that is not blank.
struct Said(String);

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Said, D::Error> {
        let text = String::deserialize(deserializer)?;
        if crate::writing::is_blank(&text) {
            return Err(serde::de::Error::custom("不能为空 / it is blank"));
        }
        Ok(Said(text))
    }
}

impl File {
    /// The settings that hold for `path`: those of the nearest folder above it that has some.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn above(path: &Path) -> Result<Option<File>, Unreadable> {
        let start = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let found = start
            .ancestors()
            .map(|folder| folder.join(SETTINGS))
            .find(|file| file.is_file());
        found.map(|file| File::read(&shortened(file))).transpose()
    }

    /// Reads a file of settings.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(path: &Path) -> Result<File, Unreadable> {
        let source = files::text(path)?;
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        let (table, mut errors) = syntax::parse(source.contents());
        let mut file = File {
            source: source.clone(),
            folder,
            waivers: Vec::new(),
            values: Vec::new(),
        };
        for (key, value) in table.into_inner() {
            let spot = Spot::span(value.span());
            let name: &str = key.get_ref();
            match KEYS.iter().find(|(known, _)| *known == name) {
                Some((key, shape)) => match texts(value, *shape) {
                    Ok(texts) => file.values.push((key, texts, spot)),
                    Err(error) => errors.push(error),
                },
                None if name == WAIVERS => match waivers(value) {
                    Ok(waivers) => file.waivers = waivers,
                    Err(found) => errors.extend(found),
                },
                None => errors.push(unknown(name, Spot::span(key.span()))),
            }
        }
        if errors.is_empty() {
            Ok(file)
        } else {
            Err(Unreadable::new(source, errors))
        }
    }

    /// What stands under a key, each text with its place, and the place of all.
    pub fn get(&self, key: &str) -> Option<(&[(String, Spot)], Spot)> {
        let (_, texts, spot) = self.values.iter().find(|(known, ..)| *known == key)?;
        Some((texts, *spot))
    }
}

/// A path as it is shown: below the current folder, if it lies there.
fn shortened(path: PathBuf) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).map(Path::to_owned).unwrap_or(path)
}

fn texts(value: Spanned<DeValue<'_>>, shape: Shape) -> Result<Texts, InputError> {
    let spot = Spot::span(value.span());
    let texts = match shape {
        Shape::Text => vec![syntax::read::<String>(value)?],
        Shape::Day => vec![syntax::read::<Day>(value)?.to_string()],
        Shape::Texts => syntax::read::<Vec<String>>(value)?,
        Shape::Pairs => return pairs(value),
    };
    Ok(texts.into_iter().map(|text| (text, spot)).collect())
}

fn pairs(value: Spanned<DeValue<'_>>) -> Result<Texts, InputError> {
    let spot = Spot::span(value.span());
    let DeValue::Table(table) = value.into_inner() else {
        let message = text!(
            "表头写作 [headings]，其下一行一个，如 \"客户名称\" = \"organization.name\"",
            "headings are written below [headings], one a line, such as \"客户名称\" = \"organization.name\""
        );
        return Err(InputError::at(spot, message));
    };
    let pairs = table.into_iter().map(|(key, value)| {
        let spot = Spot::span(key.span());
        Ok((format!("{}={}", key.get_ref(), syntax::read::<String>(value)?), spot))
    });
    pairs.collect()
}

fn waivers(value: Spanned<DeValue<'_>>) -> Result<Vec<Waiver>, Vec<InputError>> {
    let spot = Spot::span(value.span());
    let DeValue::Array(entries) = value.into_inner() else {
        let message = text!("豁免写作 [[waivers]]", "waivers are written as [[waivers]]");
        return Err(vec![InputError::at(spot, message)]);
    };
    let (mut waivers, mut errors) = (Vec::new(), Vec::new());
    for entry in entries {
        match syntax::read::<WaiverEntry>(entry) {
            Ok(entry) => waivers.push(Waiver {
                condition: entry.condition.0,
                applicant: entry.applicant.0,
                reason: entry.reason.0,
                approved_by: entry.approved_by.0,
                expires: entry.expires,
            }),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(waivers) } else { Err(errors) }
}

fn unknown(name: &str, spot: Spot) -> InputError {
    let quoted = quote(name);
    let known = || KEYS.iter().map(|(key, _)| *key).chain([WAIVERS]);
    let error = InputError::at(spot, text!("没有 {quoted} 这项设置", "there is no setting {quoted}"));
    match nearest(name, known()) {
        Some(near) => error.hint(meant(near)),
        None => {
            let known: Vec<&str> = known().collect();
            let known = known.join(", ");
            error.hint(text!("可用的设置：{known}", "the settings are {known}"))
        }
    }
}
