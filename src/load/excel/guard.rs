//! What is made sure of before a workbook's archive is opened: how far its parts really unfold, whatever they
//! declare, and that nothing in them makes the reader take more memory than they hold.

mod shared_texts;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use memchr::memchr_iter;

use crate::container::encoding::foreign;
use crate::container::package::{Package, list_of};
use crate::container::unfolding::Refused;
use crate::load::excel::damage::{again, damaged};
use crate::load::excel::raw::{self, Noticed};
use crate::load::excel::{kind, limits};
use crate::place::InputError;
use crate::text::Text;

/// The bytes that are unfolded at a time.
const CHUNK: usize = 64 * 1024;

/// The start of a part that is kept to look at how it begins.
const HEAD: usize = 64 * 1024;

/// Whether a file is small enough to be looked at.
///
/// # Errors
/// That it is too large. Nothing else is said of such a file: of one, not even the whole need be there.
pub fn size(bytes: &[u8]) -> Result<(), InputError> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(too_large(&text!("文件", "the file"), limits::FILE_BYTES as u64));
    }
    Ok(())
}

/// Looks through a workbook before it is opened.
///
/// # Errors
/// As [`declared`] and [`unfold`]; or that its archive has too many parts or does not open.
pub fn check(bytes: &[u8]) -> Result<BTreeMap<usize, Noticed>, InputError> {
    size(bytes)?;
    let mut package = Package::open(bytes).map_err(refused)?;
    let roles = declared(&mut package)?;
    let unfolded = unfold(&mut package, roles)?;
    if unfolded.wide {
        return Err(damaged());
    }
    Ok(unfolded.noticed)
}

/// What was seen in the parts of a workbook, by their positions.
#[derive(Default)]
pub struct Unfolded {
    /// What was noticed in sheets.
    pub noticed: BTreeMap<usize, Noticed>,
    /// The parts in another encoding than UTF-8.
    pub foreign: BTreeSet<usize>,
    /// Whether one of these has two bytes a character: no reader takes it as it is, and it was not looked at further.
    pub wide: bool,
}

/// The parts that the reader opens, if they are small enough, by what they declare, to be looked at.
///
/// # Errors
/// The limit that is met, by name; or that the archive is damaged.
pub fn declared(package: &mut Package<'_>) -> Result<Roles, InputError> {
    let roles = roles(package);
    let mut declared = 0_u64;
    for at in roles.0.keys() {
        let part = package.archive().by_index_raw(*at).map_err(|_| damaged())?;
        declared = declared.saturating_add(part.size());
    }
    if declared > limits::UNFOLDED_BYTES {
        return Err(refused(Refused::UnfoldsTooFar(limits::UNFOLDED_BYTES)));
    }
    Ok(roles)
}

/// Looks through the parts of a workbook that the reader opens. Of the others, such as pictures, it is not asked what
/// they are: nothing in them is unfolded.
///
/// # Errors
/// The first limit that is met, by name; or that the archive is damaged or hostile.
pub fn unfold(package: &mut Package<'_>, Roles(roles): Roles) -> Result<Unfolded, InputError> {
    let mut unfolded = Unfolded::default();
    let mut chunk = vec![0; CHUNK + LOOK];
    for (at, role) in roles {
        let mut look = Look::default();
        let mut part = package.unfold(at).map_err(refused)?;
        let looked = look.through(&mut part, role, &mut chunk);
        drop(part);
        looked.map_err(|error| package.met().map_or(error, refused))?;
        if foreign(&look.head).is_some() {
            unfolded.foreign.insert(at);
        }
        if look.is_wide() {
            unfolded.wide = true;
        } else {
            look.judge(role)?;
        }
        if !look.noticed.is_nothing() {
            unfolded.noticed.insert(at, look.noticed);
        }
    }
    Ok(unfolded)
}

/// The parts that the reader opens, by their positions, and what it does with each.
pub struct Roles(BTreeMap<usize, Role>);

/// The parts that the reader opens, as their names tell, and as the relationships do, which are believed before names.
fn roles(package: &mut Package<'_>) -> Roles {
    let mut roles = BTreeMap::new();
    let named: Vec<(usize, Role)> = package
        .names()
        .filter_map(|name| Some((package.at(name)?, Role::of(&name.to_lowercase())?)))
        .collect();
    roles.extend(named);
    let Some(main) = package.main() else {
        return Roles(roles);
    };
    let mut held = Vec::new();
    for one in package.relationships(&main).iter() {
        let Some(at) = one.part.as_ref().and_then(|part| package.at(part)) else {
            continue;
        };
        match one.kind.rsplit('/').next().unwrap_or_default() {
            "sharedStrings" => held.push((at, Role::Texts)),
            "styles" => held.push((at, Role::Styles)),
            "theme" => held.push((at, Role::Other)),
            kind if kind.to_lowercase().ends_with("sheet") => drop(roles.insert(at, Role::Sheet)),
            _ => {}
        }
    }
    // a part that is more than one thing is held to what costs most
    roles.extend(held);
    for part in [list_of(&main), main] {
        roles.extend(package.at(&part).map(|at| (at, Role::Other)));
    }
    Roles(roles)
}

/// What the reader does with a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It streams through it.
    Sheet,
    /// It holds it as a list of texts.
    Texts,
    /// It copies pieces of it for every style.
    Styles,
    /// It holds it.
    Other,
}

impl Role {
    /// What it does with a part of this name, in lower case; `None` if it goes by no such name.
    fn of(name: &str) -> Option<Role> {
        let held = [
            "_rels/.rels",
            "theme/theme1.xml",
            "workbook.xml.rels",
            "workbook.xml",
            "meta-inf/manifest.xml",
        ];
        if name.ends_with("sharedstrings.xml") {
            Some(Role::Texts)
        } else if name.ends_with("styles.xml") {
            Some(Role::Styles)
        } else if held.iter().any(|end| name.ends_with(end)) {
            Some(Role::Other)
        } else {
            let sheet = name.contains("worksheets/") && !name.ends_with(".rels") || name == "content.xml";
            sheet.then_some(Role::Sheet)
        }
    }

    /// The most bytes such a part may unfold to, and what it is called.
    fn limit(self) -> (u64, Text) {
        match self {
            Role::Sheet => (limits::UNFOLDED_BYTES, text!("工作表展开后", "the unfolded sheet")),
            Role::Texts => (
                limits::TEXTS_BYTES,
                text!("共享文本展开后", "the unfolded table of texts"),
            ),
            _ => (
                limits::PART_BYTES,
                text!("工作簿的一个部件展开后", "an unfolded part of the workbook"),
            ),
        }
    }
}

/// The bytes after a `<` that are looked at.
const LOOK: usize = raw::LOOK;

/// What was seen in a part.
#[derive(Default)]
struct Look {
    bytes: u64,
    head: Vec<u8>,
    tags: u64,
    stretch: u64,
    longest: u64,
    declares: bool,
    noticed: Noticed,
}

impl Look {
    /// Unfolds a part and looks at it, up to the first limit it meets.
    fn through(&mut self, part: &mut impl Read, role: Role, chunk: &mut [u8]) -> Result<(), InputError> {
        let (most, name) = role.limit();
        let mut kept = 0;
        loop {
            let read = part.read(chunk.get_mut(kept..).unwrap_or_default());
            let read = read.map_err(|_| damaged())?;
            let filled = chunk.get(..kept + read).unwrap_or_default();
            let new = filled.get(kept..).unwrap_or_default();
            self.bytes += read as u64;
            if self.bytes > most {
                return Err(too_large(&name, most));
            }
            let room = HEAD.saturating_sub(self.head.len());
            self.head
                .extend_from_slice(new.get(..room.min(read)).unwrap_or_default());
            let done = read == 0;
            let ready = if done {
                filled.len()
            } else {
                filled.len().saturating_sub(LOOK)
            };
            self.tags_in(filled, ready, role);
            if role == Role::Sheet {
                self.noticed.piece(filled);
            }
            let stretch = if self.is_xml() {
                limits::STRETCH_BYTES
            } else {
                limits::BINARY_STRETCH_BYTES
            };
            if self.longest.max(self.stretch) > stretch {
                return Err(refused(Refused::Stretched(stretch)));
            }
            if done {
                return Ok(());
            }
            kept = filled.len() - ready;
            let end = filled.len();
            chunk.copy_within(ready..end, 0);
        }
    }

    /// Notes the tags that begin in the first `ready` bytes.
    fn tags_in(&mut self, bytes: &[u8], ready: usize, role: Role) {
        let mut last = 0;
        for at in memchr_iter(b'<', bytes.get(..ready).unwrap_or_default()) {
            self.stretch += (at - last) as u64;
            self.longest = self.longest.max(self.stretch);
            self.stretch = 0;
            last = at;
            self.tags += 1;
            let after = bytes.get(at + 1..bytes.len().min(at + 1 + LOOK)).unwrap_or_default();
            if let [b'!', b'D' | b'E', ..] = after {
                self.declares = true;
            }
            if role == Role::Sheet {
                self.noticed.tag(after);
            }
        }
        self.stretch += ready.saturating_sub(last) as u64;
    }

    /// Whether the part begins as text in two bytes a character does.
    fn is_wide(&self) -> bool {
        [b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"]
            .iter()
            .any(|head| self.head.starts_with(*head))
    }

    /// Whether the part begins as XML does.
    fn is_xml(&self) -> bool {
        let head = self.head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.head);
        head.trim_ascii_start().first() == Some(&b'<')
    }

    fn judge(&self, role: Role) -> Result<(), InputError> {
        if !self.is_xml() {
            return Ok(());
        }
        if self.declares {
            return Err(InputError::whole(text!(
                "文件里含有 DOCTYPE 或实体声明，工作簿不会有，已拒绝读取",
                "the file declares a DOCTYPE or entities, which no workbook does; it was not read"
            ))
            .hint(again()));
        }
        match role {
            Role::Texts => self.texts(),
            Role::Styles if self.tags.saturating_mul(self.longest) > limits::STYLES_BYTES => Err(too_large(
                &text!("单元格样式", "the styles of cells"),
                limits::STYLES_BYTES,
            )),
            _ => Ok(()),
        }
    }

    /// The reader takes memory for as many texts as are declared, before it has seen one.
    fn texts(&self) -> Result<(), InputError> {
        if self.tags > limits::TEXTS_TAGS {
            let most = limits::TEXTS_TAGS;
            return Err(InputError::whole(text!(
                "共享文本超过 {most} 个标记",
                "the table of texts has more than {most} tags"
            ))
            .hint(split()));
        }
        let declared = shared_texts::declared(&self.head).ok_or_else(damaged)?;
        let most = self.tags.max(self.bytes / 5);
        if declared > most {
            return Err(InputError::whole(text!(
                "共享文本声明有 {declared} 条，文件最多容得下 {most} 条",
                "the table of texts declares {declared} of them, but the file has room for {most}"
            ))
            .hint(again()));
        }
        Ok(())
    }
}

/// Why an archive is not read, in words.
fn refused(why: Refused) -> InputError {
    match why {
        Refused::Crowded => kind::refusal(kind::FileKind::CrowdedZip).unwrap_or_else(damaged),
        Refused::Locked => kind::refusal(kind::FileKind::Locked).unwrap_or_else(damaged),
        Refused::Damaged => damaged(),
        Refused::UnfoldsTooFar(limit) => too_large(&text!("文件展开后", "the unfolded file"), limit),
        Refused::Stretched(limit) => too_large(&text!("文件里一段没有标记的内容", "a stretch without tags"), limit),
    }
}

fn too_large(what: &Text, limit: u64) -> InputError {
    let limit = limit / (1024 * 1024);
    InputError::whole(text!(
        "{what}超过 {limit} MB 的上限，没有读取",
        "{what} is larger than the limit of {limit} MB and was not read";
        what
    ))
    .hint(split())
}

fn split() -> Text {
    text!(
        "请另存一份只含申报数据的 .xlsx；名单很大时请分成几个文件",
        "save the data alone as .xlsx; split a very large roster into several files"
    )
}
