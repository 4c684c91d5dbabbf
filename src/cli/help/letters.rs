//! What `letters` and its options say of themselves.

use super::words::Words;

/// As in the table of all others.
pub(super) const LETTERS: &[Words] = &[
    (
        "letters",
        "给每个申报者写一封补正通知，只列它自己要补正的，并附清单",
        "write each applicant a letter with what it must still supply, and a list of all letters",
    ),
    (
        "letters.paths",
        "申报信息文件（TOML、工作簿）或文件夹；- 为标准输入",
        "dossiers (TOML, workbooks) or folders of them; - is standard input",
    ),
    (
        "letters.materials",
        "检查申报材料，即使申报信息没有列出材料",
        "examine the documents even where a dossier lists none",
    ),
    (
        "letters.format",
        "docx（默认）、html，或 xlsx：预填的申报信息表，待补的已标出",
        "docx (default), html, or xlsx: the form filled in, with what is wanted marked",
    ),
    (
        "letters.questions",
        "改写请受理机关答复的问题：有两种理解的条款和没有见到的文件",
        "write questions to the award office instead: clauses with two readings,\nand texts that were not seen",
    ),
    (
        "letters.output",
        "写入这个文件夹，须是新的或空的",
        "write into this folder, which is new or empty",
    ),
    (
        "letters.force",
        "文件夹里有文件也写，只覆盖本工具以前写出的",
        "write into a folder with files in it, over earlier letters alone",
    ),
];
