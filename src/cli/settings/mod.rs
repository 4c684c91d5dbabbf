//! The settings of a run: what stands in `quality-award.toml`, over it the environment, over that the command line.
//! Each value knows where it comes from.

mod file;
mod flags;
mod gates;
mod headings;
mod met;
mod origin;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::day::Day;
use crate::dictionary::OwnName;
use crate::letters::Phrases;
use crate::load::folder::{Filter, Patterns};
use crate::pack::Pack;
use crate::place::{InputError, Spot, Unreadable};
use crate::render::Format;
use crate::report::{Brought, Gate, Waiver};
use crate::text::{Lang, Text};

use super::common::Stop;
use super::library::Shelf;
use super::values::choice;
pub(crate) use file::{File, schema};
pub(super) use flags::{Flags, JudgingFlags};
pub(super) use met::Met;
pub(super) use origin::Origin;

/// A file to write, and in which format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    /// The file.
    pub path: PathBuf,
    /// The format.
    pub format: Format,
}

/// The settings of a run.
#[derive(Debug)]
pub(super) struct Settings {
    /// The pack for every dossier: an id or a file.
    pub pack: Option<String>,
    /// The packs in folders, beside those in the program.
    pub packs: Shelf,
    /// What the pack must be, to the byte.
    pub pack_sha256: Option<String>,
    /// Calendars whose years are added.
    pub calendar: Vec<PathBuf>,
    /// The day as of which dossiers without a day of submission are judged.
    pub as_of: Option<Day>,
    /// The language.
    pub lang: Lang,
    /// The format of standard output.
    pub format: Format,
    /// Files to write.
    pub output: Vec<Output>,
    /// Which files of folders are wanted.
    pub filter: Filter,
    /// What gates the exit code.
    pub fail_on: Vec<Gate>,
    /// The names by which workbooks call fields, beside those of the dictionary.
    pub headings: Vec<OwnName>,
    /// The day of the run.
    pub today: Day,
    /// What stands in every letter.
    pub phrases: Phrases,
    /// The waivers.
    pub waivers: Vec<Waiver>,
    /// The file of settings, if there is one.
    pub file: Option<PathBuf>,
    /// What reports say of that file.
    pub brought: Option<Brought>,
    /// Every setting as it was written, and where.
    pub origins: Vec<(&'static str, String, Origin)>,
}

/// What was written for one setting, and where.
struct Setting {
    texts: Vec<String>,
    origin: Origin,
    /// Where each of the texts stands in the file of settings, if it comes from there.
    at: Vec<Spot>,
}

/// The three layers in which a value is looked for.
struct Layers {
    file: Option<File>,
    origins: Vec<(&'static str, String, Origin)>,
}

impl Settings {
    /// The settings of a run with these flags. What is judged has no say in them.
    ///
    /// # Errors
    /// What is wrong with the file of settings, or with one of the values.
    pub fn of(flags: &Flags, lang: Option<Lang>) -> Result<Settings, Stop> {
        let mut layers = Layers {
            file: settings_file(flags)?,
            origins: Vec::new(),
        };
        let layers = &mut layers;
        let one = |flag: &Option<String>| flag.iter().cloned().collect::<Vec<_>>();
        let pack = layers
            .texts("pack", one(&flags.judging.pack))?
            .map(|pack| layers.path_or_id(pack));
        let folders = layers.list("packs", flags.judging.packs.clone(), |path| Ok(PathBuf::from(path)))?;
        let packs = Shelf::of(&folders)?;
        let pack_sha256 = layers.single("pack_sha256", one(&flags.judging.pack_sha256), |text| {
            Ok(text.to_lowercase())
        })?;
        let calendar = layers.list("calendar", flags.judging.calendar.clone(), |path| {
            Ok(PathBuf::from(path))
        })?;
        let as_of = layers.single("as_of", one(&flags.judging.as_of), day)?;
        let said = lang.map(|lang| lang.id().to_owned()).into_iter().collect();
        let lang = layers.single("lang", said, choice::<Lang>)?.unwrap_or(Lang::Zh);
        let said = flags.format.map(|format| format.id().to_owned()).into_iter().collect();
        let format = layers
            .single("format", said, choice::<Format>)?
            .unwrap_or(Format::Table);
        let output = layers.list("output", flags.output.clone(), output)?;
        let include = layers.patterns("include", &flags.include)?;
        let exclude = layers.patterns("exclude", &flags.exclude)?;
        let fail_on = gates::of(layers, flags.fail_on.as_deref())?;
        let heading = |text: &str| headings::read(text, pack.as_deref(), &packs);
        let headings = layers.list("headings", flags.judging.heading.clone(), heading)?;
        headings::agree(&headings).map_err(Stop::Said)?;
        let today = layers.single("today", one(&flags.judging.today), day)?;
        if let (Some(_), None) = (&pack_sha256, &pack) {
            return Err(Stop::Said(text!(
                "设了 pack_sha256，却没有指定 pack",
                "pack_sha256 is set, but no pack"
            )));
        }
        let filter = Filter::new(&include, &exclude, flags.force_exclude).map_err(|(glob, why)| {
            Stop::Said(text!(
                "通配符 {glob} 有误：{why}",
                "the pattern {glob} cannot be read: {why}"
            ))
        })?;
        let own = layers.file.as_mut();
        let own = own.map(|file| (std::mem::take(&mut file.phrases), std::mem::take(&mut file.waivers)));
        let (phrases, waivers) = own.unwrap_or_default();
        Ok(Settings {
            pack,
            packs,
            pack_sha256,
            calendar,
            as_of,
            lang,
            format,
            output,
            filter,
            fail_on,
            headings,
            today: today.unwrap_or_else(Day::today_in_shanghai),
            phrases,
            waivers,
            brought: layers.file.as_ref().map(File::brought),
            file: layers.file.as_ref().map(|file| file.path.clone()),
            origins: std::mem::take(&mut layers.origins),
        })
    }
}

impl Settings {
    /// The pack for all dossiers, if one is set, and the one it is pinned to be.
    ///
    /// # Errors
    /// It cannot be read, or is another one.
    pub fn pinned_pack(&self) -> Result<Option<Arc<Pack>>, Stop> {
        let Some(id_or_file) = &self.pack else {
            return Ok(None);
        };
        let pack = self.packs.pack(id_or_file)?;
        let (id, found) = (&pack.id, &pack.sha256);
        match &self.pack_sha256 {
            Some(pin) if pin != found => Err(Stop::Said(text!(
                "规则包 {id} 与 pack_sha256 不符：设定为 {pin}，实际为 {found}",
                "the pack {id} is not the one pack_sha256 names: set to {pin}, found {found}"
            ))),
            _ => Ok(Some(Arc::new(pack))),
        }
    }

    /// Whether what was set for `key` comes from such a place.
    pub fn came_from(&self, key: &str, is: impl Fn(&Origin) -> bool) -> bool {
        self.origins
            .iter()
            .any(|(known, _, origin)| *known == key && is(origin))
    }
}

/// The file of settings that is named, or the nearest from the working directory upwards.
fn settings_file(flags: &Flags) -> Result<Option<File>, Unreadable> {
    let named = flags.judging.config.clone().or_else(|| environment("config"));
    match named.as_deref() {
        Some("none") => Ok(None),
        Some(path) => File::read(Path::new(path)).map(Some),
        None => File::here(),
    }
}

impl Layers {
    /// What is written for `key`: on the command line, else in the environment, else in the file.
    fn written(&mut self, key: &'static str, flag: Vec<String>) -> Option<Setting> {
        let written = if !flag.is_empty() {
            Some(Setting {
                texts: flag,
                origin: Origin::of_flag(key),
                at: Vec::new(),
            })
        } else if let Some(value) = environment(key) {
            Some(Setting {
                texts: split(&value),
                origin: Origin::Environment(variable(key)),
                at: Vec::new(),
            })
        } else {
            self.file.as_ref().and_then(|file| {
                let (texts, spot) = file.get(key)?;
                let (texts, at) = texts.iter().cloned().unzip();
                Some(Setting {
                    texts,
                    origin: Origin::File(file.source.place(Some(spot)).to_string()),
                    at,
                })
            })
        };
        let (shown, origin) = match &written {
            Some(written) => (written.texts.join(", "), written.origin.clone()),
            None => (String::new(), Origin::Default),
        };
        self.origins.push((key, shown, origin));
        written
    }

    fn is_set(&self, key: &str) -> bool {
        self.origin(key) != Origin::Default
    }

    /// Where what was written for `key` comes from.
    fn origin(&self, key: &str) -> Origin {
        let found = self.origins.iter().find(|(known, ..)| *known == key);
        found.map_or(Origin::Default, |(_, _, origin)| origin.clone())
    }

    fn texts(&mut self, key: &'static str, flag: Vec<String>) -> Result<Option<Setting>, Stop> {
        Ok(self.written(key, flag))
    }

    /// The one value of `key`.
    fn single<T>(
        &mut self,
        key: &'static str,
        flag: Vec<String>,
        parse: impl Fn(&str) -> Result<T, Text>,
    ) -> Result<Option<T>, Stop> {
        let Some(written) = self.written(key, flag) else {
            return Ok(None);
        };
        let text = written.texts.join(",");
        let at = written.at.first().copied();
        parse(&text)
            .map(Some)
            .map_err(|why| self.wrong(&written, at, &text, &why))
    }

    /// The values of `key`; paths of the file start in its folder.
    fn list<T>(
        &mut self,
        key: &'static str,
        flag: Vec<String>,
        parse: impl Fn(&str) -> Result<T, Text>,
    ) -> Result<Vec<T>, Stop> {
        let Some(written) = self.written(key, flag) else {
            return Ok(Vec::new());
        };
        let paths = matches!(key, "output" | "calendar" | "packs");
        let mut values = Vec::new();
        for (at, text) in written.texts.iter().enumerate() {
            let at = written.at.get(at).copied();
            let text = match (&self.file, at) {
                (Some(file), Some(_)) if paths => {
                    if key == "output" && !stays_inside(text) {
                        let why = text!(
                            "设置文件里的输出只能写在它自己的文件夹内",
                            "outputs named in the settings stay inside their folder"
                        );
                        return Err(self.wrong(&written, at, text, &why));
                    }
                    file.folder().join(text).to_string_lossy().into_owned()
                }
                _ => text.clone(),
            };
            values.push(parse(&text).map_err(|why| self.wrong(&written, at, &text, &why))?);
        }
        Ok(values)
    }

    /// Patterns; those of the file are meant from its folder.
    fn patterns(&mut self, key: &'static str, flag: &[String]) -> Result<Patterns, Stop> {
        let list = self.list(key, flag.to_vec(), |glob| Ok(glob.to_owned()))?;
        let of_file = self
            .file
            .as_ref()
            .filter(|_| matches!(self.origin(key), Origin::File(_)));
        let base = of_file.map(|file| file.folder().to_owned());
        Ok(Patterns { list, base })
    }

    /// A pack that is named by its file starts, like every path of the file of settings, in its folder.
    fn path_or_id(&self, written: Setting) -> String {
        let text = written.texts.join(",");
        match (&self.file, written.at.first()) {
            (Some(file), Some(_)) if Path::new(&text).extension().is_some() => {
                file.folder().join(&text).to_string_lossy().into_owned()
            }
            _ => text,
        }
    }

    fn wrong(&self, written: &Setting, at: Option<Spot>, text: &str, why: &Text) -> Stop {
        match (&self.file, at) {
            (Some(file), Some(spot)) => Stop::Unreadable(Unreadable::new(
                file.source.clone(),
                vec![InputError::at(spot, why.clone())],
            )),
            _ => {
                let (zh, en) = (written.origin.words().zh, written.origin.words().en);
                let (why_zh, why_en) = (&why.zh, &why.en);
                let quoted = crate::writing::quote(text);
                Stop::Said(text!("{zh} {quoted}：{why_zh}", "{en} {quoted}: {why_en}"))
            }
        }
    }
}

/// Whether a path, read below a folder, stays in it.
fn stays_inside(path: &str) -> bool {
    let normal = |part| matches!(part, std::path::Component::Normal(_) | std::path::Component::CurDir);
    !path.contains(['\\', ':']) && Path::new(path).components().all(normal)
}

/// The name of a setting's variable in the environment.
fn variable(key: &str) -> String {
    format!("QUALITY_AWARD_{}", key.to_uppercase())
}

/// What the environment says of a setting; a blank is nothing.
fn environment(key: &str) -> Option<String> {
    std::env::var(variable(key))
        .ok()
        .filter(|value| !value.trim().is_empty())
}

fn split(list: &str) -> Vec<String> {
    list.split(',')
        .map(|word| word.trim().to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

fn day(text: &str) -> Result<Day, Text> {
    Day::parse(text).map_err(|_| text!("日期写作 2025-12-20", "write the day as 2025-12-20"))
}

fn output(text: &str) -> Result<Output, Text> {
    let path = PathBuf::from(text);
    match Format::of(&path) {
        Some(format) => Ok(Output { path, format }),
        None => {
            let known = Format::EXTENSIONS.iter().flat_map(|(_, known)| known.iter());
            let known: Vec<String> = known.map(|extension| format!(".{extension}")).collect();
            let known = known.join(" ");
            Err(text!("扩展名应为 {known}", "the extension is one of {known}"))
        }
    }
}
