//! `packs cases`: a case for each verdict that none shows, to be pasted below its condition.

use std::path::PathBuf;

use super::print;
use crate::cases::Cases;
use crate::cli::common::{Stop, stands};
use crate::cli::library;
use crate::text::Lang;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "PACK|FILE")]
    pack: String,
    #[arg(long, value_name = "FILE")]
    calendar: Vec<PathBuf>,
}

/// Offers the cases as TOML; what is no case is a comment.
pub(super) fn run(args: &Args, lang: Lang) -> Result<u8, Stop> {
    let pack = library::pack(&args.pack)?;
    let calendar = library::calendar(&args.calendar)?;
    let offers = Cases::of(&pack, pack.written.contents())?.offers(&pack, &calendar)?;
    let file = pack.written.file();
    let mut shown: Vec<String> = Vec::new();
    let mut last = None;
    for offer in &offers {
        let (id, title, line, wanted) = (&offer.condition, &offer.title, offer.line, offer.wanted);
        if last != Some(id) {
            let below = text!(
                "# 放在 {id}（{title}，{file}:{line}）的案例之后，核对后改好名称",
                "# below the cases of {id} ({title}, {file}:{line}); look at each and give it a better name";
                title
            );
            shown.push(format!("\n{}", below.get(lang)));
            last = Some(id);
        } else {
            shown.push(String::new());
        }
        let none = text!(
            "# 没有找到结果为 {wanted} 的小改动，请自己写",
            "# no small change shows {wanted}: write this one yourself"
        );
        shown.push(offer.case.clone().unwrap_or_else(|| none.get(lang).to_owned()));
    }
    if shown.is_empty() {
        let all = text!(
            "# 各项条件能得出的结论都有案例，没有要补的",
            "# every verdict that a condition can give has its case: nothing to add"
        );
        shown.push(all.get(lang).to_owned());
    }
    stands(0, print(shown.join("\n").trim_start()))
}
