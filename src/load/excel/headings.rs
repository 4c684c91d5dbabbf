//! What a heading or a label in a workbook names: its words, read in every way they may be meant, looked up among the
//! names of a dictionary.

use crate::dictionary::{Dictionary, Entry, Field, FieldId, Names, Rank, SectionId, Type, join, key};
use crate::load::excel::ways::{ordinal_in, readings, year_in};
use crate::text::Text;
use crate::writing::{nearest, trim};

/// Which row of a table a flattened heading speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// The row of a year: `2022年净利润`.
    Year(i64),
    /// The row of a number, from one: `公示开始日期2`.
    Ordinal(u8),
}

/// What a heading names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A scalar field.
    Scalar(FieldId),
    /// A column of a table, in one row of it.
    Column(FieldId, Key),
    /// A whole table: the cell states whether there is anything to list.
    List(SectionId),
}

impl Meaning {
    /// What of the dictionary it names.
    pub fn entry(self) -> Entry {
        match self {
            Meaning::Scalar(id) | Meaning::Column(id, _) => Entry::Field(id),
            Meaning::List(id) => Entry::Section(id),
        }
    }
}

/// What looking a heading up gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// One thing.
    One(Meaning),
    /// Several fields, and nothing says which.
    Several(Vec<FieldId>),
    /// Nothing.
    Unknown,
}

/// The year that examples show where no other is known.
const EXAMPLE_YEAR: i64 = 2024;

/// What the end of a heading says of what stands below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Day,
    Name,
    Number,
    Address,
    Count,
}

impl Ending {
    /// Every ending, a longer one before one that it ends in.
    const ALL: [(&str, Ending); 19] = [
        ("年月日", Ending::Day),
        ("日期", Ending::Day),
        ("时间", Ending::Day),
        ("年月", Ending::Day),
        ("日", Ending::Day),
        ("名称", Ending::Name),
        ("姓名", Ending::Name),
        ("全称", Ending::Name),
        ("名字", Ending::Name),
        ("名", Ending::Name),
        ("编号", Ending::Number),
        ("号码", Ending::Number),
        ("代码", Ending::Number),
        ("编码", Ending::Number),
        ("号", Ending::Number),
        ("地址", Ending::Address),
        ("住所", Ending::Address),
        ("人数", Ending::Count),
        ("数量", Ending::Count),
    ];

    /// The word without its ending, and the ending.
    fn of(word: &str) -> Option<(&str, Ending)> {
        let stem = |(end, ending): &(&str, Ending)| Some((word.strip_suffix(end)?, *ending));
        Ending::ALL.iter().find_map(stem)
    }
}

/// What the headings of workbooks name in one dictionary.
#[derive(Clone, Copy)]
pub struct Headings<'d> {
    /// The dictionary.
    pub dictionary: &'d Dictionary,
    names: &'d Names,
}

impl<'d> Headings<'d> {
    /// The headings that a dictionary knows.
    pub fn of(dictionary: &'d Dictionary) -> Headings<'d> {
        Headings {
            dictionary,
            names: dictionary.names(),
        }
    }

    /// What a heading of a roster names.
    pub fn in_roster(self, heading: &str) -> Meant {
        let mut several = Vec::new();
        for word in readings(heading) {
            let plain = |_: &Field| true;
            match self.one(&word, plain) {
                Ok(Some(id)) => return Meant::One(self.meaning(id, Key::Ordinal(1))),
                Ok(None) => {}
                Err(fields) => several = fields,
            }
            if let Some(list) = self.list(&word) {
                return Meant::One(Meaning::List(list));
            }
            if let Some((rest, year)) = year_in(&word) {
                let yearly = |field: &Field| {
                    let key = self.dictionary.section(field.section).and_then(|section| section.key);
                    key.and_then(|key| self.dictionary.get(key))
                        .is_some_and(|key| key.kind == Type::Year)
                };
                match self.one(&rest, yearly) {
                    Ok(Some(id)) => return Meant::One(Meaning::Column(id, Key::Year(year))),
                    Ok(None) => {}
                    Err(fields) => several = fields,
                }
            }
            if let Some((rest, ordinal)) = ordinal_in(&word) {
                match self.one(&rest, |field| field.in_table) {
                    Ok(Some(id)) => return Meant::One(Meaning::Column(id, Key::Ordinal(ordinal))),
                    Ok(None) => {}
                    Err(fields) => several = fields,
                }
            }
        }
        if several.is_empty() {
            Meant::Unknown
        } else {
            Meant::Several(several)
        }
    }

    /// What a label of a form names: a scalar, first of all one of the section it stands under, by itself or behind the
    /// section's name, as 姓名 under 首席质量官 does; or a table.
    pub fn in_form(self, under: Option<SectionId>, label: &str) -> Meant {
        let section = |id| self.dictionary.section(id);
        let scalar = |field: &Field| section(field.section).is_some_and(|section| !section.rows);
        let near = |field: &Field| under.is_some_and(|under| scalar(field) && self.within(field.section, under));
        let over = under.and_then(section).map(|section| key(&section.label.zh));
        let mut several = Vec::new();
        for word in readings(label) {
            let behind = over.iter().map(|over| format!("{over}{word}"));
            let own = std::iter::once(word.clone()).chain(behind);
            if let Some(id) = own.into_iter().find_map(|word| self.one(&word, near).ok().flatten()) {
                return Meant::One(Meaning::Scalar(id));
            }
            match self.one(&word, scalar) {
                Ok(Some(id)) => return Meant::One(Meaning::Scalar(id)),
                Ok(None) => {}
                Err(fields) => several = fields,
            }
            if let Some(list) = self.list(&word) {
                return Meant::One(Meaning::List(list));
            }
        }
        if several.is_empty() {
            Meant::Unknown
        } else {
            Meant::Several(several)
        }
    }

    /// The column of a table that a heading names.
    pub fn in_table(self, table: SectionId, heading: &str) -> Option<FieldId> {
        let own = |field: &Field| field.section == table;
        let named = |name: &str| match self
            .dictionary
            .entry(&join(&self.dictionary.section(table)?.path, name.trim()))?
        {
            crate::dictionary::Entry::Field(id) => Some(id),
            crate::dictionary::Entry::Section(_) => None,
        };
        let found = readings(heading).find_map(|word| self.one(&word, own).ok().flatten());
        found.or_else(|| named(heading))
    }

    /// The table that a sheet's name or a title names.
    pub fn table(self, name: &str) -> Option<SectionId> {
        readings(name).find_map(|word| {
            let bare = word.strip_suffix('表').unwrap_or(&word);
            self.list(&word).or_else(|| self.list(bare))
        })
    }

    /// The section of scalars that a row of a form opens.
    pub fn section(self, name: &str) -> Option<SectionId> {
        let words: Vec<String> = readings(name).collect();
        let named = |(known, id): &(String, SectionId)| {
            let scalar = self.dictionary.section(*id).is_some_and(|section| !section.rows);
            (scalar && words.contains(known)).then_some(*id)
        };
        self.names.sections().iter().find_map(named)
    }

    /// The label that was probably meant by a heading that names nothing: that of a field of the same kind.
    pub fn nearest(self, heading: &str) -> Option<Text> {
        let word = readings(heading).next()?;
        let named = |name: &str| {
            let (id, _) = self.names.fields(name).first()?;
            Some((*id, self.dictionary.get(*id)?))
        };
        let kind = Ending::of(&word);
        let alike = |name: &&str| {
            let day = named(name).is_some_and(|(_, field)| field.kind.is_a_day());
            let own = Ending::of(name);
            match kind {
                None => true,
                Some((_, Ending::Day)) => day,
                Some((_, kind)) => !day && own.is_none_or(|(_, own)| own == kind),
            }
        };
        let known: Vec<&str> = self.names.of_fields().filter(|name| !name.is_ascii()).collect();
        let known = known.into_iter().filter(alike).collect::<Vec<_>>();
        // of what differs in its ending alone, what a scalar goes by is likelier
        let same = known.iter().filter(|name| {
            let both = Ending::of(&word).zip(Ending::of(name));
            both.is_some_and(|((own, _), (other, _))| own == other)
        });
        let same = same.min_by_key(|name| (named(name).is_none_or(|(_, field)| field.in_table), **name));
        // beside its ending a word of two characters says too little to be taken for another
        let enough = kind.is_none_or(|(stem, _)| stem.chars().count() > 2);
        let nearest = || nearest(&word, known.iter().copied().filter(|_| enough));
        let near = same.copied().or_else(nearest)?;
        Some(named(near)?.1.label.clone())
    }

    /// How the heading is written of a column `id` in one more row of its table, where those of the rows `taken` are
    /// there already.
    pub fn another(self, heading: &str, id: FieldId, taken: &[Key]) -> Option<String> {
        let field = self.dictionary.get(id)?;
        let section = self.dictionary.section(field.section)?;
        let label = &field.label.zh;
        let full = format!("{}{label}", section.label.zh);
        let yearly = section.key.and_then(|key| self.dictionary.get(key));
        let last = taken.iter().filter_map(|key| match key {
            Key::Year(year) => Some(*year),
            Key::Ordinal(_) => None,
        });
        let key = match last.max() {
            Some(last) => Key::Year(last + 1),
            None if yearly.is_some_and(|key| key.kind == Type::Year) => Key::Year(EXAMPLE_YEAR),
            None => (1..100).map(Key::Ordinal).find(|key| !taken.contains(key))?,
        };
        let words = [trim(heading), label.as_str(), full.as_str()];
        let mut written = words.iter().map(|word| match key {
            Key::Year(year) => format!("{year}年{word}"),
            Key::Ordinal(number) => format!("{word}{number}"),
        });
        let means = Meant::One(Meaning::Column(id, key));
        written.find(|written| self.in_roster(written) == means)
    }

    /// The one field among those `wanted` that `word` names.
    fn one(self, word: &str, wanted: impl Fn(&Field) -> bool) -> Result<Option<FieldId>, Vec<FieldId>> {
        let get = |id: FieldId| self.dictionary.get(id).filter(|field| wanted(field));
        let among = |word: &str, home: Option<SectionId>| {
            let known = self.names.fields(word).iter();
            let fits =
                |id: FieldId| get(id).is_some_and(|field| home.is_none_or(|home| self.within(field.section, home)));
            known.filter(|(id, _)| fits(*id)).copied().collect::<Vec<_>>()
        };
        let mut known = among(word, None);
        if known.is_empty() {
            let qualified = self.names.sections().iter().map(|(name, home)| {
                let rest = word.strip_prefix(name.as_str()).unwrap_or_default();
                if rest.is_empty() {
                    Vec::new()
                } else {
                    among(rest, Some(*home))
                }
            });
            known = qualified
                .into_iter()
                .find(|known| !known.is_empty())
                .unwrap_or_default();
        }
        if known.is_empty() {
            known = self.by_its_end(word, get);
        }
        let Some(best) = known.iter().map(|(_, rank)| *rank).min() else {
            return Ok(None);
        };
        let mut best: Vec<&Field> = known
            .iter()
            .filter(|(_, rank)| *rank == best)
            .filter_map(|(id, _)| get(*id))
            .collect();
        let paths: Vec<&str> = best.iter().map(|field| field.path.as_str()).collect();
        // a copy of a section, such as an employer's records, is named with its section
        best.retain(|field| {
            !paths
                .iter()
                .any(|other| field.path.strip_suffix(other).is_some_and(|start| start.ends_with('.')))
        });
        let ids: Vec<FieldId> = known
            .iter()
            .filter(|(id, _)| get(*id).is_some_and(|field| best.iter().any(|one| one.path == field.path)))
            .map(|(id, _)| *id)
            .collect();
        match ids.as_slice() {
            [id] => Ok(Some(*id)),
            _ => Err(ids),
        }
    }

    /// The one field of a section that is named by the section and by the end of its own name: 失信记录类别 for 失信类别.
    fn by_its_end<'f>(self, word: &str, get: impl Fn(FieldId) -> Option<&'f Field>) -> Vec<(FieldId, Rank)> {
        let mut ends = self.names.sections().iter().filter_map(|(name, home)| {
            let rest = word.strip_prefix(name.as_str())?;
            let ends = |name: &String| key(name).ends_with(rest);
            let fields = self.dictionary.section(*home)?.fields.iter().copied();
            let mut fields = fields
                .filter(|id| get(*id).is_some_and(|field| ends(&field.label.zh) || field.headings.iter().any(ends)));
            let only = fields.next().filter(|_| rest.chars().count() > 1)?;
            fields.next().is_none().then_some((only, Rank::ColumnAlias))
        });
        ends.next().into_iter().collect()
    }

    /// Whether a heading names a single fact by its label, or a whole table, and needs no other heading above it.
    pub fn by_itself(self, heading: &str) -> bool {
        let id = match self.in_roster(heading) {
            Meant::One(Meaning::Scalar(id)) => id,
            Meant::One(Meaning::List(_)) => return true,
            _ => return false,
        };
        readings(heading).any(|word| {
            let mut known = self.names.fields(&word).iter();
            known.any(|known| *known == (id, Rank::Label))
        })
    }

    /// The table that `word` names, alone or with 有无.
    fn list(self, word: &str) -> Option<SectionId> {
        let bare = ["有无", "是否有", "有没有", "是否发生", "是否存在", "any"]
            .iter()
            .find_map(|asked| word.split_once(asked))
            .map(|(before, after)| format!("{before}{after}"));
        let word = bare.as_deref().unwrap_or(word);
        let is_table = |id: SectionId| self.dictionary.section(id).is_some_and(|section| section.rows);
        self.names
            .sections()
            .iter()
            .find(|(name, id)| name == word && is_table(*id))
            .map(|(_, id)| *id)
    }

    /// What naming a field in a roster comes to.
    fn meaning(self, id: FieldId, key: Key) -> Meaning {
        let section = self
            .dictionary
            .get(id)
            .and_then(|field| self.dictionary.section(field.section));
        if section.is_some_and(|section| section.rows) {
            Meaning::Column(id, key)
        } else {
            Meaning::Scalar(id)
        }
    }

    /// Whether `inner` is `outer`, or stands within it.
    fn within(self, inner: SectionId, outer: SectionId) -> bool {
        let path = |id| self.dictionary.section(id).map(|section| section.path.as_str());
        match (path(inner), path(outer)) {
            (Some(inner), Some(outer)) => {
                inner == outer || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('.'))
            }
            _ => false,
        }
    }
}

/// The rows of which a column of a table is there.
pub fn keys_of(taken: &[(Meaning, crate::place::Spot)], of: FieldId) -> Vec<Key> {
    let keys = taken.iter().filter_map(|(meaning, _)| match meaning {
        Meaning::Column(id, key) if *id == of => Some(*key),
        _ => None,
    });
    keys.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_of(heading: &str) -> String {
        let dictionary = Dictionary::shared().unwrap();
        let path = |id| dictionary.get(id).unwrap().path.clone();
        match Headings::of(dictionary).in_roster(heading) {
            Meant::One(Meaning::Scalar(id)) => path(id),
            Meant::One(Meaning::Column(id, Key::Year(year))) => format!("{} {year}", path(id)),
            Meant::One(Meaning::Column(id, Key::Ordinal(number))) => format!("{} #{number}", path(id)),
            Meant::One(Meaning::List(id)) => dictionary.section(id).unwrap().path.clone(),
            Meant::Several(ids) => ids.into_iter().map(path).collect::<Vec<_>>().join("|"),
            Meant::Unknown => "?".to_owned(),
        }
    }

    #[test]
    fn flattened_headings_name_a_table_a_row_and_a_column() {
        for heading in [
            "2022年净利润(万元)",
            "2022净利润",
            "净利润2022",
            "净利润（2022年度）",
            "2022年度 净利润：万元",
            "２０２２年净利润",
        ] {
            assert_eq!(path_of(heading), "fiscal_years.net_profit 2022", "{heading}");
        }
        for (heading, path) in [
            ("公示开始日期", "public_notices.started_on #1"),
            ("公示开始日期2", "public_notices.started_on #2"),
            ("第2次公示开始日期", "public_notices.started_on #2"),
            ("第二次公示开始日期", "public_notices.started_on #2"),
            ("质量工作开始日期", "quality_work.from #1"),
            ("管理体系标准", "management_systems.standard #1"),
            ("管理体系-有效期至", "management_systems.valid_until #1"),
            ("事故发生日期", "records.incidents.occurred_on #1"),
            ("近三年事故", "records.incidents"),
            ("有无质量投诉", "records.complaints"),
            ("近三年有无事故", "records.incidents"),
            ("所在组织是否有失信记录", "employer.records.dishonesty"),
            ("失信记录类别", "records.dishonesty.kind #1"),
            ("公示情况截止日期", "public_notices.ended_on #1"),
            ("公示日期", "?"),
            ("所在组织事故", "employer.records.incidents"),
            ("所在组织事故等级", "employer.records.incidents.level #1"),
            ("申报类别", "track"),
            ("* 单位名称：", "organization.name"),
            ("3、组织名称（全称）", "organization.name"),
            ("organization.registered_on", "organization.registered_on"),
            ("推荐单位（人）名称", "recommenders.name #1"),
            ("记录查询日期", "records.checked_on"),
            ("所在组织近三年记录查询日期", "employer.records.checked_on"),
            ("备注", "?"),
            ("", "?"),
        ] {
            assert_eq!(path_of(heading), path, "{heading}");
        }
    }

    #[test]
    fn a_heading_that_may_mean_two_columns_is_not_guessed() {
        assert!(path_of("开始日期").contains('|'));
        assert!(path_of("等级").contains('|'));
    }

    #[test]
    fn what_is_suggested_holds_the_same_kind_of_thing() {
        let headings = Headings::of(Dictionary::shared().unwrap());
        let near = |heading: &str| headings.nearest(heading).map(|label| label.zh);
        for (heading, label) in [
            ("成立时间", "成立日期"),
            ("成立年月", "成立日期"),
            ("任命时间", "首席质量官任命日期"),
            ("证书号码", "证书编号"),
            ("单位全称", "组织名称"),
            ("净利润额", "净利润"),
            ("注册办公地址", "注册地址"),
        ] {
            assert_eq!(near(heading).as_deref(), Some(label), "{heading}");
        }
        for heading in ["投产时间", "领证时间", "企业地址", "企业人数", "法定代表人名称", "备注"]
        {
            assert_eq!(near(heading), None, "{heading}");
        }
    }

    #[test]
    fn one_more_column_is_read_under_the_heading_that_is_suggested() {
        let dictionary = Dictionary::shared().unwrap();
        let headings = Headings::of(dictionary);
        let mut seen = 0;
        for (id, field) in dictionary.fields().filter(|(_, field)| field.in_table) {
            let heading = &field.label.zh;
            let Meant::One(Meaning::Column(own, first)) = headings.in_roster(heading) else {
                continue;
            };
            if own != id {
                continue;
            }
            let mut taken = vec![first];
            for _ in 0..3 {
                let another = headings.another(heading, id, &taken).unwrap();
                let Meant::One(Meaning::Column(own, next)) = headings.in_roster(&another) else {
                    panic!("{another}");
                };
                assert_eq!(own, id, "{another}");
                assert!(!taken.contains(&next), "{another}");
                taken.push(next);
            }
            seen += 1;
        }
        assert!(seen > 20, "{seen}");
        let Some(Entry::Field(profit)) = dictionary.entry("fiscal_years.net_profit") else {
            panic!("there is no profit");
        };
        let another = headings.another("净利润(万元)", profit, &[Key::Year(2022), Key::Year(2024)]);
        assert_eq!(another.as_deref(), Some("2025年净利润(万元)"));
    }

    #[test]
    fn every_label_finds_its_own_field() {
        let dictionary = Dictionary::shared().unwrap();
        let headings = Headings::of(dictionary);
        for (id, field) in dictionary.fields() {
            let section = dictionary.section(field.section).unwrap();
            for label in [&field.label.zh, &field.label.en, &field.path] {
                if section.rows {
                    assert_eq!(headings.in_table(field.section, label), Some(id), "{}", field.path);
                } else {
                    let found = headings.in_form(Some(field.section), label);
                    assert_eq!(found, Meant::One(Meaning::Scalar(id)), "{}", field.path);
                }
            }
        }
        for (id, section) in dictionary.sections().filter(|(_, section)| section.rows) {
            assert_eq!(headings.table(&section.label.zh), Some(id));
            let stated = headings.in_form(None, &format!("有无{}", section.label.zh));
            assert_eq!(stated, Meant::One(Meaning::List(id)), "{}", section.path);
        }
    }
}
