//! What `plan` says of itself, in the form of the table beside this file.

/// As `WORDS`.
pub(super) const PLANNING: &[(&str, &str, &str)] = &[
    (
        "plan",
        "时间表：哪天可以提交、公示最迟哪天张贴、每件事最迟哪天办",
        "the days up to the deadline: when to submit, when to post the notice, what to do by when",
    ),
    (
        "plan.paths",
        "申报信息：TOML、工作簿、文件夹、zip，或 -（标准输入）",
        "dossiers: TOML files, workbooks, folders, zips, or - for standard input",
    ),
    (
        "plan.as_of",
        "从哪天排起，如 2025-12-15；默认上海的今天，申报信息写的提交日期不计",
        "the day to plan from, such as 2025-12-15; by default today in Shanghai,\nwhatever day of submission the dossier states",
    ),
    (
        "plan.post",
        "若这天张贴公示，结果如何",
        "and if the notice is posted on this day",
    ),
    (
        "plan.submit",
        "若这天提交，结果如何",
        "and if it is submitted on this day",
    ),
    (
        "plan.closes",
        "按本届条件预测这天截止的一届",
        "forecast the edition that closes on this day by the conditions of this one",
    ),
    (
        "plan.format",
        "标准输出的格式：table（默认）、json、html、xlsx、ics（日历）",
        "format of standard output: table (default), json, html, xlsx,\nics (a calendar)",
    ),
    (
        "plan.output",
        "写入文件，格式由扩展名决定（.txt、.json、.html、.xlsx、.ics），\n可多次给出",
        "write to a file, the format by its extension (.txt, .json, .html,\n.xlsx, .ics); may be repeated",
    ),
    (
        "schema plan",
        "plan --format json 的 JSON Schema",
        "the JSON Schema of plan --format json",
    ),
    ("schema plan.output", "写入这个文件", "write to this file"),
];
