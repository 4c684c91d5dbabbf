//! The table: what each command and option says of itself.

/// A key, and what is said of it in Chinese and in English.
pub(super) type Words = (&'static str, &'static str, &'static str);

/// Path of the command and id of the option (the command alone for its own line; `*` for every command that has the
/// option and does not say it itself), Chinese, English.
pub(super) const WORDS: &[Words] = &[
    (
        "",
        "申报政府质量奖之前，逐条核对是否符合通知要求、申报信息是否齐全",
        "Tells an applicant, before it submits, whether it meets every condition of a government quality award",
    ),
    (
        ".lang",
        "输出语言：zh 中文（默认）或 en 英文",
        "language: zh (default) or en",
    ),
    (
        ".color",
        "颜色：auto 自动（默认）、always 总是、never 从不",
        "colours: auto (default), always, never",
    ),
    (".help", "显示帮助", "show this help"),
    (".version", "显示版本", "show the version"),
    (
        "check",
        "核对申报信息，给出每项条件的结论",
        "judge dossiers by every condition",
    ),
    (
        "check.paths",
        "申报信息文件（TOML、xlsx、ods、xls）或文件夹；- 为标准输入",
        "dossiers (TOML, xlsx, ods, xls) or folders of them; - is standard input",
    ),
    (
        "*.pack",
        "规则包编号或文件，覆盖申报信息中的 award",
        "id or file of the pack, instead of the dossier's award",
    ),
    (
        "*.packs",
        "规则包的文件夹，其中的与内置的一样可用，可多次给出",
        "a folder of packs, known beside those in the program; may be repeated",
    ),
    (
        "*.pack_sha256",
        "规则包必须有这个 SHA-256，否则不核对",
        "the pack must have this SHA-256, else nothing is judged",
    ),
    (
        "*.as_of",
        "判断日，如 2025-12-20；填了提交日期的以提交日期为准，默认上海的今天",
        "the day to judge as of, such as 2025-12-20; a day of submission wins; default: today in Shanghai",
    ),
    (
        "*.today",
        "把这一天当作今天（影响豁免是否到期）",
        "take this day for today (waivers expire by it)",
    ),
    (
        "*.calendar",
        "日历文件，增加或替换年份",
        "a calendar file whose years are added or replaced",
    ),
    (
        "*.format",
        "标准输出的格式：table 表格（默认）、json、jsonl、csv、markdown、\nhtml 网页、xlsx 工作簿、sarif、junit、github、codequality",
        "format of standard output: table (default), json, jsonl, csv,\nmarkdown, html, xlsx, sarif, junit, github, codequality",
    ),
    (
        "*.output",
        "写入文件，格式由扩展名决定（.txt、.json、.jsonl、.csv、.md、.html、\n.xlsx、.sarif、.xml 为 JUnit、.codequality.json），可多次给出",
        "write to a file, the format by its extension (.txt, .json, .jsonl,\n.csv, .md, .html, .xlsx, .sarif, .xml for JUnit,\n.codequality.json); may be repeated",
    ),
    (
        "*.include",
        "文件夹中只核对符合此通配符的文件，可多次给出",
        "of a folder, check files that fit this pattern alone; may be repeated",
    ),
    (
        "*.exclude",
        "文件夹中不核对符合此通配符的文件或子文件夹，可多次给出",
        "of a folder, leave out files and folders that fit this pattern; may be repeated",
    ),
    (
        "*.force_exclude",
        "写明的文件也按 exclude 排除（用于提交前的钩子）",
        "leave out what --exclude says even where it is named (for hooks)",
    ),
    (
        "*.files_from",
        "从文件读取要核对的路径，一行一个或以 NUL 分隔；- 为标准输入",
        "read the paths to check from a file, one a line or parted by NUL;\n- is standard input",
    ),
    (
        "*.fail_on",
        "使退出码不为 0 的结论：fail 不符合、missing 缺材料、warning 提醒、\nreadings 理解不一、evidence 不足以认定，以及 waivers（没有起作用的\n豁免）、duplicates（疑似重复申报），以逗号分隔；加 new 新增，则结论\n只看 --since 之后新出现的；none 无，只报告（默认 fail,missing）",
        "what makes the exit code other than 0: fail, missing, warning, readings,\nevidence, also waivers (that do not hold) and duplicates, parted by\ncommas, or none by itself (default fail,missing); with new, only\nverdicts that are new since the report of --since",
    ),
    (
        "*.config",
        "设置文件；none 表示不用（默认：从当前文件夹向上查找\nquality-award.toml）",
        "the file of settings, or none (default: quality-award.toml found\nfrom the working directory upwards)",
    ),
    (
        "*.heading",
        "工作簿里这样的表头就是这个字段，如 客户名称=organization.name，\n可多次给出，也可写在 quality-award.toml 的 [headings] 下",
        "a heading of workbooks, and the field it is, such as\n客户名称=organization.name; may be repeated, or stand below [headings]\nin quality-award.toml",
    ),
    ("*.sheet", "只读工作簿里的这张表", "read this sheet of a workbook alone"),
    (
        "check.details",
        "通过的各项也写全；多份时列出每份的全部结论；jsonl 中写出每项结论的全部内容",
        "show what passed in full, too, and every finding of several dossiers; in jsonl, write findings whole",
    ),
    (
        "check.materials",
        "检查申报材料，即使申报信息没有列出材料",
        "examine the documents even where a dossier lists none",
    ),
    (
        "check.since",
        "标出这份报告以来的新问题",
        "mark what is new since a report",
    ),
    (
        "check.redact",
        "隐去名称、代码、地址和金额，便于转发",
        "leave out names, codes, addresses and amounts, for sharing",
    ),
    (
        "check.annotate",
        "把加了批注的工作簿副本写入这个文件夹，原件不动",
        "write copies of the workbooks with notes into this folder",
    ),
    (
        "check.open",
        "打开用 -o 写出的 .html 报告",
        "open the .html report that -o wrote",
    ),
    (
        "check.force",
        "覆盖不是本工具写出的文件",
        "write over files that this tool did not write",
    ),
    (
        "match.force",
        "覆盖不是本工具写出的文件",
        "write over files that this tool did not write",
    ),
    ("*.force", "覆盖已有的文件", "write over a file that is there"),
    (
        "seal",
        "封存申报文件夹，把其中一切的指纹写入 dossier.lock",
        "seal dossier folders: record all that is in them in dossier.lock",
    ),
    (
        "seal.paths",
        "申报文件夹，或含有多个申报文件夹的文件夹",
        "dossier folders, or folders of them",
    ),
    (
        "match",
        "核对申报者可以申报哪些奖项，还差什么，最早哪天满足",
        "tell which awards applicants could enter, what is wanting and from which day on",
    ),
    (
        "match.paths",
        "申报信息文件（TOML、工作簿）或文件夹；- 为标准输入",
        "dossiers (TOML, workbooks) or folders of them; - is standard input",
    ),
    (
        "match.pack",
        "只与这个规则包（编号或文件）匹配，默认全部内置的",
        "match with this pack (id or file) alone; default: all in the program",
    ),
    (
        "match.as_of",
        "判断日，默认上海的今天",
        "the day to judge as of; default: today in Shanghai",
    ),
    (
        "match.closes",
        "已截止的奖项按下届在这一天截止来预判，默认下一个同月同日",
        "forecast what is closed as if the next edition closed on this day;\ndefault: the next day of the same month and day",
    ),
    (
        "match.format",
        "标准输出的格式：table（默认）、json、csv、html、xlsx",
        "format of standard output: table (default), json, csv, html, xlsx",
    ),
    (
        "match.output",
        "写入文件，格式由扩展名决定（.txt、.json、.csv、.html、.xlsx），可多次给出",
        "write to a file, the format by its extension (.txt, .json, .csv,\n.html, .xlsx); may be repeated",
    ),
    (
        "compare",
        "比较两次：哪些事实和结论变了，谁是新增的，谁不再有",
        "tell what changed between two states: facts, verdicts, who is new and who is gone",
    ),
    (
        "compare.old",
        "旧的一方：申报信息文件或文件夹、dossier.lock、json 或 jsonl 报告",
        "the old side: dossiers or a folder of them, a dossier.lock, or a report in json or jsonl",
    ),
    ("compare.new", "新的一方，同上", "the new side, likewise"),
    (
        "compare.format",
        "标准输出的格式：table（默认）、json、csv",
        "format of standard output: table (default), json, csv",
    ),
    (
        "compare.output",
        "写入文件，格式由扩展名决定（.txt、.json、.csv），可多次给出",
        "write to a file, the format by its extension (.txt, .json, .csv);\nmay be repeated",
    ),
    (
        "verify",
        "核对申报文件夹与封存时是否一致，不一致的逐处指出",
        "tell whether dossier folders are as they were sealed, and what is not",
    ),
    (
        "verify.paths",
        "已封存的申报文件夹，或含有它们的文件夹",
        "sealed dossier folders, or folders of them",
    ),
    (
        "verify.format",
        "标准输出的格式：text（默认）或 json",
        "format of standard output: text (default) or json",
    ),
    (
        "bundle",
        "打包报送：编号的材料、目录和封存记录，写成一个 zip",
        "pack a dossier as one zip: documents, table of contents, lock",
    ),
    ("bundle.path", "申报文件夹", "the dossier folder"),
    (
        "bundle.output",
        "写入的 zip，默认在申报文件夹旁边，与它同名",
        "the zip to write; default: beside the folder, by its name",
    ),
    (
        "bundle.force",
        "不符合、材料不全、与封存时不同也打包，并覆盖同名文件",
        "pack it even if it is ineligible, incomplete or not as it was sealed,\nand write over whatever is there",
    ),
    ("config", "查看设置", "look at the settings"),
    (
        "config show",
        "列出每项设置的值和来处",
        "list every setting, its value and where it comes from",
    ),
    (
        "config show.path",
        "要核对的文件或文件夹：其上的设置文件没有采用的，也列出",
        "what is to be judged: settings that lie above it and are not applied\nare told too",
    ),
    (
        "completions",
        "输出命令行补全脚本",
        "write a completion script for a shell",
    ),
    (
        "completions.shell",
        "bash、zsh、fish、powershell 或 elvish",
        "bash, zsh, fish, powershell or elvish",
    ),
    ("help", "显示帮助，可写出命令", "show this help, or that of a command"),
    ("help.command", "只要这个命令的帮助", "the help of this command alone"),
    ("man", "输出手册页（roff）", "write the manual page (roff)"),
    ("man.command", "只写这个命令的手册页", "the page of this command alone"),
    (
        "template",
        "写出空白的申报信息表（xlsx 或 toml），或预填已有内容",
        "write a blank form (xlsx or toml), or one with what is known filled in",
    ),
    (
        "template.track",
        "申报类别：organization 组织、individual 个人",
        "the track: organization or individual",
    ),
    (
        "template.roster",
        "名册：每个申报者一行（仅 xlsx）",
        "a roster: one row for each applicant (xlsx only)",
    ),
    (
        "template.from",
        "预填这份申报信息，并标出待补的内容",
        "fill in this dossier and mark what is wanted",
    ),
    ("template.pack", "规则包编号或文件", "id or file of the pack"),
    (
        "template.output",
        "写入的文件：.xlsx 或 .toml",
        "the file to write: .xlsx or .toml",
    ),
    (
        "explain",
        "列出各项条件；解释其中一项（条款、理解、参数、案例）或一条规则",
        "list the conditions; explain one (clause, reading, parameters, cases), or a rule",
    ),
    (
        "explain.name",
        "条件编号，如 org.no-loss，或规则名，如 years_completed；不写则列出全部",
        "id of a condition, such as org.no-loss, or name of a rule, such as years_completed; without it, all are listed",
    ),
    ("explain.pack", "规则包编号或文件", "id or file of the pack"),
    ("packs", "查看和检验规则包", "look at packs and test them"),
    ("packs list", "列出内置规则包", "list the packs in the program"),
    (
        "packs show",
        "显示规则包的来源、条款和条件",
        "show a pack's sources, clauses and conditions",
    ),
    ("packs show.pack", "规则包编号或文件", "id or file of the pack"),
    (
        "packs test",
        "运行规则包的案例：0 一致，1 有不一致，2 无法运行",
        "run a pack's cases: 0 all agree, 1 some differ, 2 could not run",
    ),
    (
        "packs test.pack",
        "规则包编号或文件，默认全部内置规则包",
        "id or file of the pack; default: all in the program",
    ),
    (
        "packs test.calendar",
        "日历文件，增加或替换年份",
        "a calendar file whose years are added or replaced",
    ),
    (
        "packs test.notice",
        "通知的文字：每条条款是否逐字出自其中，哪些话没有条款摘录",
        "the text of the notice: whether each clause stands in it word for\nword, and what no clause quotes",
    ),
    (
        "packs test.source",
        "那是哪个来源的文字，默认第一个有约束力的",
        "of which source that is the text; default: the first that binds",
    ),
    (
        "packs test.watch",
        "规则包的文件（和通知）改动后重新运行，Ctrl-C 结束",
        "run again whenever the file of the pack (or the notice) changes; Ctrl-C ends it",
    ),
    (
        "packs cases",
        "给还没有案例的结论起草案例（TOML），贴到条件之下",
        "draft a case (TOML) for each verdict that has none, to be pasted below its condition",
    ),
    ("packs cases.pack", "规则包编号或文件", "id or file of the pack"),
    (
        "packs new",
        "由通知的文字起草一个规则包；猜的都有标记，核对后删去",
        "draft a pack from the text of a notice; every guess is marked",
    ),
    (
        "packs new.id",
        "规则包编号：奖项-年份",
        "id of the pack: award and year",
    ),
    (
        "packs new.from",
        "通知的文字（文本文件）",
        "the text of the notice, a plain text file",
    ),
    (
        "packs new.output",
        "写入的文件，默认 编号.toml",
        "the file to write; default: the id with .toml",
    ),
    (
        "packs diff",
        "两个规则包（或两届）有什么不同，哪些案例的结论变了",
        "what differs between two packs or editions, and which cases come out otherwise",
    ),
    ("packs diff.old", "旧的规则包，编号或文件", "the old pack, id or file"),
    ("packs diff.new", "新的规则包，编号或文件", "the new pack, id or file"),
];
