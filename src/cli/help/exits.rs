//! The exit codes, as the help of each command tells them.

/// What stands below the help of a command: its exit codes.
pub(super) const EXIT_CODES: &[(&str, &str, &str)] = &[
    (
        "check",
        "退出码：
  0  没有 --fail-on 所列的结论
  1  有不符合（或其他所列结论，缺材料除外）
  2  有内容无法核对：用法有误、文件无法读取、规则包有误
  3  仅缺材料",
        "Exit codes:
  0  nothing that --fail-on lists
  1  a failure (or another listed verdict other than missing)
  2  something could not be checked: usage, unreadable input, a bad pack
  3  nothing worse than missing facts",
    ),
    (
        "seal",
        "退出码：0 已封存，2 有内容无法封存",
        "Exit codes: 0 sealed, 2 something could not be sealed",
    ),
    (
        "bundle",
        "退出码：
  0  已打包
  1  不符合、材料不全或与封存时不同，没有打包
  2  有内容无法核对",
        "Exit codes:
  0  packed
  1  ineligible, incomplete or not as it was sealed, and not packed
  2  something could not be checked",
    ),
    (
        "match",
        "退出码：0 已匹配，2 有内容无法核对",
        "Exit codes: 0 matched, 2 could not be checked",
    ),
    (
        "compare",
        "退出码：0 没有结论变差，1 有结论变差，2 有内容无法读取",
        "Exit codes: 0 no verdict is worse, 1 a verdict is worse, 2 something could not be read",
    ),
    (
        "plan",
        "退出码：0 已写出，2 有内容无法读取，或截止日已过",
        "Exit codes: 0 written, 2 something could not be read, or the deadline is over",
    ),
    (
        "verify",
        "退出码：0 一致，1 有变动，2 有内容无法核对（包括没有封存）",
        "Exit codes: 0 as sealed, 1 changed, 2 could not be checked (or was not sealed)",
    ),
    (
        "packs diff",
        "退出码：0 没有不同，1 有不同，2 规则包读不出",
        "Exit codes: 0 no difference, 1 differences, 2 a pack cannot be read",
    ),
];
