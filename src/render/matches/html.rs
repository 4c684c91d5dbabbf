//! Matches as one page for people, in the look of the report: each award with how many it would take, every applicant
//! against every award, and each applicant by itself. Verdicts and awards are filters; paper holds everything.

use std::io::{self, Write};

use super::{Matches, applicant, scope, stage, undecided, wanting};
use crate::dictionary::Track;
use crate::matching::{Candidate, Match, Matched};
use crate::render::html::lists::{listed, table, unreadable};
use crate::render::html::{Escaped, heading, start};
use crate::render::wording::pick;
use crate::report::Tool;
use crate::text::{Lang, Text};
use crate::verdict::Overall;

/// The verdicts in the order in which they are nearer.
const OVERALL: [Overall; 3] = [Overall::Eligible, Overall::Incomplete, Overall::Ineligible];

/// What every part of the page is written from.
struct Page<'r> {
    matches: &'r Matches<'r>,
    lang: Lang,
}

/// Writes the page.
pub(super) fn write(matches: &Matches<'_>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let page = Page { matches, lang };
    let mut out = io::BufWriter::with_capacity(64 * 1024, out);
    page.head(&mut out)?;
    page.summary(&mut out)?;
    for (number, matched) in (1..).zip(&matches.applicants) {
        page.applicant(number, matched, &mut out)?;
    }
    page.foot(&mut out)?;
    out.flush()
}

impl Page<'_> {
    /// The wording in the page's language.
    fn pick<'w>(&self, zh: &'w str, en: &'w str) -> &'w str {
        pick(self.lang, zh, en)
    }

    /// Whether there is more than one applicant.
    fn is_batch(&self) -> bool {
        self.matches.applicants.len() > 1
    }

    /// The number of an award, by which its filter is known.
    fn number(&self, candidate: &Candidate) -> usize {
        let of = self.matches.candidates.iter();
        of.take_while(|known| !std::ptr::eq(*known, candidate)).count() + 1
    }

    /// Every match there is.
    fn each(&self) -> impl Iterator<Item = &Match<'_>> {
        self.matches.applicants.iter().flat_map(|matched| &matched.matches)
    }

    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let title = self.pick("奖项匹配", "Awards to apply for");
        match self.matches.applicants.as_slice() {
            [only] => {
                let named = format!("{} · {title}", applicant(only).get(self.lang));
                start(&named, self.lang, out)?;
            }
            _ => start(title, self.lang, out)?,
        }
        self.filters(out)?;
        heading(title, out)?;
        let class = if self.is_batch() { "batch" } else { "one" };
        writeln!(
            out,
            "<p>{}</p></header>\n<main class=\"{class}\">",
            Escaped(scope(self.matches).get(self.lang))
        )
    }

    /// What the radio buttons of verdicts and awards hide on the screen: rows, and applicants of whom no row is left.
    fn filters(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "@media screen {{")?;
        let verdict = |overall: Overall| format!("[data-overall=\"{}\"]", overall.id());
        for overall in OVERALL {
            let (id, row) = (overall.id(), verdict(overall));
            writeln!(
                out,
                "main:has(#v-{id}:checked) article:not(:has({row})) {{ display: none }}"
            )?;
        }
        let awards = if self.is_batch() {
            self.matches.candidates.len()
        } else {
            0
        };
        for number in 1..=awards {
            let row = format!("[data-held~=\"{number}\"]");
            let chosen = format!("main:has(#c{number}:checked)");
            writeln!(
                out,
                "{chosen} [data-held]:not({row}), {chosen} article:not(:has({row})) {{ display: none }}"
            )?;
            for overall in OVERALL {
                let (id, both) = (overall.id(), format!("{row}{}", verdict(overall)));
                writeln!(
                    out,
                    "{chosen}:has(#v-{id}:checked) article:not(:has({both})) {{ display: none }}"
                )?;
            }
        }
        writeln!(out, "}}")
    }

    fn summary(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<section id=\"summary\">")?;
        if self.matches.applicants.is_empty() {
            let none = self.pick("没有读到申报信息。", "There is no dossier in this report.");
            writeln!(out, "<p class=\"none\">{none}</p>")?;
        } else {
            self.tally(out)?;
        }
        unreadable(&self.matches.unreadable, self.lang, out)?;
        if self.is_batch() {
            self.awards(out)?;
            self.matrix(out)?;
        }
        let heading = text!("已跳过的文件和内容", "Passed over");
        let skipped = self.matches.skipped.iter();
        let skipped = skipped.map(|skipped| (Some(skipped.file.as_str()), &skipped.reason));
        listed(&heading, skipped, self.lang, out)?;
        writeln!(out, "</section>")
    }

    /// How many matches have which verdict; each count is a filter.
    fn tally(&self, out: &mut dyn Write) -> io::Result<()> {
        let (legend, hint) = if self.is_batch() {
            (
                self.pick(
                    "申报者 × 奖项的结论",
                    "Verdicts, one for each applicant, award and track",
                ),
                self.pick(
                    "点选结论或下方的奖项即可筛选，两项同时生效；打印时全部列出",
                    "choose a verdict, or an award below, to filter; both apply at once, and paper holds everything",
                ),
            )
        } else {
            (
                self.pick("各奖项的结论", "Verdicts, one for each award and track"),
                self.pick(
                    "点选结论即可筛选；打印时全部列出",
                    "choose a verdict to filter; paper holds everything",
                ),
            )
        };
        writeln!(
            out,
            "<fieldset class=\"tally\"><legend>{legend}<small class=\"choose\">{hint}</small></legend>"
        )?;
        let (all, count) = (self.pick("全部", "all"), self.each().count());
        writeln!(
            out,
            "<label><input type=\"radio\" name=\"v\" id=\"v-all\" checked><b>{count}</b> {all}</label>"
        )?;
        for overall in OVERALL {
            let (id, count) = (
                overall.id(),
                self.each().filter(|found| found.verdict == overall).count(),
            );
            writeln!(
                out,
                "<label class=\"{id}\"><input type=\"radio\" name=\"v\" id=\"v-{id}\"><b>{count}</b> {}</label>",
                overall.label().get(self.lang)
            )?;
        }
        writeln!(out, "</fieldset>")
    }

    /// The awards, each with how many it would take; each is a filter.
    fn awards(&self, out: &mut dyn Write) -> io::Result<()> {
        let heading = self.pick("奖项", "Awards");
        writeln!(out, "<fieldset class=\"choice\"><legend><h3>{heading}</h3></legend>")?;
        let labels = OVERALL.map(Overall::label);
        let mut columns = vec![heading];
        columns.extend(labels.iter().map(|label| label.get(self.lang)));
        table("causes awards", &columns, out)?;
        let all = self.pick("不限奖项", "any award");
        writeln!(
            out,
            "<tr class=\"choose\"><th scope=\"row\"><label><input type=\"radio\" name=\"c\" id=\"c0\" checked>{all}</label></th>\
             <td></td><td></td><td></td></tr>"
        )?;
        for candidate in self.matches.candidates {
            let number = self.number(candidate);
            write!(
                out,
                "<tr><th scope=\"row\"><label><input type=\"radio\" name=\"c\" id=\"c{number}\">{} <code>{}</code> \
                 <small>{}</small></label></th>",
                Escaped(candidate.pack.title.get(self.lang)),
                Escaped(&candidate.pack.id),
                Escaped(stage(candidate).get(self.lang))
            )?;
            for overall in OVERALL {
                let of = |found: &&Match<'_>| std::ptr::eq(found.candidate, candidate) && found.verdict == overall;
                write!(out, "<td>{}</td>", self.each().filter(of).count())?;
            }
            writeln!(out, "</tr>")?;
        }
        writeln!(out, "</tbody></table></fieldset>")
    }

    /// Every applicant against every award and track that any of them could enter.
    fn matrix(&self, out: &mut dyn Write) -> io::Result<()> {
        let tracks = self.matches.candidates.iter().flat_map(|candidate| {
            let tracks = candidate.pack.tracks().iter().map(move |track| (candidate, track));
            tracks.collect::<Vec<(&Candidate, &Track)>>()
        });
        let is = |found: &Match<'_>, (candidate, track): (&Candidate, &Track)| {
            std::ptr::eq(found.candidate, candidate) && found.track == track
        };
        let columns: Vec<(&Candidate, &Track)> = tracks
            .filter(|column| self.each().any(|found| is(found, *column)))
            .collect();
        let heading = self.pick("一览", "Everyone and every award");
        let key = OVERALL.map(|overall| format!("{} {}", self.sign(overall), overall.label().get(self.lang)));
        let key = key.join(self.pick("　", " · "));
        let name = self.pick("申报者", "Applicant");
        write!(
            out,
            "<h3>{heading}</h3><p class=\"key\">{key}</p>\
             <div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"{heading}\"><table class=\"matrix signs\">\
             <thead><tr><th scope=\"col\">{name}</th>"
        )?;
        for (candidate, track) in &columns {
            let title = &candidate.pack.title;
            let alone = columns
                .iter()
                .filter(|(known, _)| std::ptr::eq(*known, *candidate))
                .count()
                == 1;
            let title = match alone {
                true => title.clone(),
                false => text!("{title} {track}", "{title}, {track}"; title, track = track.label()),
            };
            write!(
                out,
                "<th scope=\"col\"><span>{}</span></th>",
                Escaped(title.get(self.lang))
            )?;
        }
        writeln!(out, "</tr></thead><tbody>")?;
        for (number, matched) in (1..).zip(&self.matches.applicants) {
            let name = applicant(matched);
            write!(
                out,
                "<tr><th scope=\"row\"><a href=\"#d{number}\"><bdi>{}</bdi></a></th>",
                Escaped(name.get(self.lang))
            )?;
            for column in &columns {
                match matched.matches.iter().find(|found| is(found, *column)) {
                    Some(found) => self.cell(found.verdict, out)?,
                    None => write!(out, "<td></td>")?,
                }
            }
            writeln!(out, "</tr>")?;
        }
        writeln!(out, "</tbody></table></div>")
    }

    /// A verdict as a sign.
    fn sign(&self, overall: Overall) -> &'static str {
        match overall {
            Overall::Eligible => "✓",
            Overall::Incomplete => pick(self.lang, "缺", "M"),
            Overall::Ineligible => "×",
        }
    }

    /// A verdict in a sign for the eye and in its word for the ear.
    fn cell(&self, overall: Overall, out: &mut dyn Write) -> io::Result<()> {
        let (id, sign, word) = (overall.id(), self.sign(overall), overall.label());
        let word = word.get(self.lang);
        write!(
            out,
            "<td class=\"{id}\" title=\"{word}\"><span aria-hidden=\"true\">{sign}</span><span class=\"said\">{word}</span></td>"
        )
    }

    /// One applicant: what it could enter, the nearest first.
    fn applicant(&self, number: usize, matched: &Matched<'_>, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "<article id=\"d{number}\">")?;
        if self.is_batch() {
            let all = self.matches.applicants.len();
            let of = text!("第 {number} 个，共 {all} 个", "Applicant {number} of {all}");
            let back = self.pick("回到汇总", "back to the summary");
            write!(
                out,
                "<p class=\"number\">{} <a href=\"#summary\">{back}</a></p>",
                of.get(self.lang)
            )?;
        }
        let counts = OVERALL.map(|overall| {
            let count = matched.matches.iter().filter(|found| found.verdict == overall).count();
            (overall, count)
        });
        let counts = counts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(overall, count)| {
                let label = overall.label();
                text!("{label} {count} 项", "{count} {label}"; label)
            });
        let headline = Text::list(&counts.collect::<Vec<_>>());
        let (name, file) = (applicant(matched), self.pick("文件", "File"));
        writeln!(
            out,
            "<h2><bdi>{}</bdi></h2><p class=\"headline\">{}</p>\
             <dl class=\"facts\"><div class=\"across\"><dt>{file}</dt><dd><bdi>{}</bdi></dd></div></dl>",
            Escaped(name.get(self.lang)),
            Escaped(headline.get(self.lang)),
            Escaped(&matched.source)
        )?;
        if let Some(undecided) = undecided(matched) {
            let heading = self.pick("先填什么", "What to give first");
            writeln!(out, "<h3>{heading}</h3><p>{}</p>", Escaped(undecided.get(self.lang)))?;
        }
        let heading = self.pick("各奖项，差得最少的在前", "Every award, the nearest first");
        writeln!(out, "<h3>{heading}</h3>")?;
        let columns = [
            self.pick("奖项", "Award"),
            self.pick("结论", "Verdict"),
            self.pick("本届", "Edition"),
            self.pick("还差什么", "What is wanting"),
        ];
        table("away matches", &columns, out)?;
        for found in &matched.matches {
            self.row(found, out)?;
        }
        writeln!(out, "</tbody></table></article>")
    }

    fn row(&self, found: &Match<'_>, out: &mut dyn Write) -> io::Result<()> {
        let (pack, id) = (&found.candidate.pack, found.verdict.id());
        let class = match found.verdict {
            Overall::Eligible => "pass",
            Overall::Incomplete => "missing",
            Overall::Ineligible => "fail",
        };
        writeln!(
            out,
            "<tr data-overall=\"{id}\" data-held=\"{}\"><th scope=\"row\">{}<small>{} <code>{}</code></small></th>\
             <td><span class=\"mark {class}\">{}</span></td><td>{}</td><td>{}</td></tr>",
            self.number(found.candidate),
            Escaped(pack.title.get(self.lang)),
            Escaped(found.track.label().get(self.lang)),
            Escaped(&pack.id),
            found.verdict.label().get(self.lang),
            Escaped(stage(found.candidate).get(self.lang)),
            Escaped(wanting(found, self.matches.as_of, usize::MAX).get(self.lang))
        )
    }

    /// What the page was made with, so that it can be made again.
    fn foot(&self, out: &mut dyn Write) -> io::Result<()> {
        let caution = self.pick(
            "本页只依据申报信息和已取得的条款逐条核对，不代替评审，不预示评审结果。",
            "This page holds the dossier against the clauses that could be obtained. It does not replace or foretell the \
             committee's decision.",
        );
        write!(out, "</main>\n<footer><p>{caution}</p><dl>")?;
        let mut line = |name: &str, value: &str| write!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", Escaped(value));
        let Tool { name, version } = Tool::this();
        line(self.pick("程序", "Program"), &format!("{name} {version}"))?;
        for candidate in self.matches.candidates {
            let pack = &candidate.pack;
            let value = format!("{} sha256:{}", pack.id, pack.sha256);
            line(self.pick("规则包", "Pack"), &value)?;
        }
        line(self.pick("判断日", "As of"), &self.matches.as_of.to_string())?;
        writeln!(out, "</dl></footer>\n</body>\n</html>")
    }
}
