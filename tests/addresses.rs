//! Addresses that are put together from parts whose meaning is known: what is read is what was put in.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use quality_award::address::{Area, Division, Where};

/// Divisions with a city of their own or none, and whether they are the district that is asked for.
const DIVISIONS: &[(&str, &str, &str, bool)] = &[
    ("上海市", "", "徐汇区", true),
    ("上海市", "", "浦东新区", false),
    ("上海市", "", "闵行区", false),
    ("上海市", "", "黄浦区", false),
    ("上海市", "", "普陀区", false),
    ("江苏省", "徐州市", "鼓楼区", false),
    ("江苏省", "苏州市", "昆山市", false),
    ("浙江省", "杭州市", "西湖区", false),
    ("浙江省", "舟山市", "普陀区", false),
    ("内蒙古自治区", "包头市", "昆都仑区", false),
    ("广西壮族自治区", "桂林市", "临桂区", false),
    ("北京市", "", "朝阳区", false),
];

/// What follows the divisions, names of other districts among it.
const REST: &[&str] = &[
    "示例路188号5幢",
    "徐汇路1号",
    "徐汇区路 1 号",
    "浦东大道２２号",
    "徐家汇路555号",
    "闵行科技园5号楼",
    "徐汇大厦1201室",
    "太原路8号",
    "外马路9号",
    "中原路10弄3号",
    "桂林路100号（2号楼）",
];

fn xuhui() -> Area {
    let division = Division::of_code("310104").expect("徐汇区 is in the list");
    Area::new(division, ["Xuhui District", "田林街道"])
}

/// The ways to write the divisions of an address, with whether the district stands there in full.
fn heads(province: &str, city: &str, district: &str) -> Vec<String> {
    let bare = province.trim_end_matches(['省', '市']);
    let mut heads = vec![
        format!("{province}{city}{district}"),
        format!("{province} {city} {district} "),
        format!("中国{province}{city}{district}"),
        format!("{province}/{city}/{district}"),
    ];
    if !province.ends_with('区') {
        heads.push(format!("{bare}{city}{district}"));
    }
    if city.is_empty() {
        heads.push(format!("{province}市辖区{district}"));
    }
    heads
}

#[test]
fn an_address_lies_where_its_divisions_say() {
    let area = xuhui();
    let mut tried = 0;
    let mut wrong = Vec::new();
    for (province, city, district, here) in DIVISIONS {
        let truth = if *here { Where::Here } else { Where::Elsewhere };
        for head in heads(province, city, district) {
            for rest in REST {
                let address = format!("{head}{rest}");
                let found = area.holds_address(&address);
                // A road called after the district right behind the name of a division is not that district.
                if found != truth {
                    wrong.push(format!("{address}: {found:?}"));
                }
                tried += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried >= 300, "only {tried} addresses");
}

#[test]
fn a_district_that_is_negated_dated_or_doubted_is_open() {
    let area = xuhui();
    for district in ["徐汇区", "徐汇", "上海市徐汇区"] {
        for written in [
            format!("非{district}"),
            format!("不在{district}"),
            format!("原{district}"),
            format!("已迁出{district}"),
            format!("拟迁入{district}"),
            format!("{district}外"),
            format!("{district}周边"),
            format!("{district}或闵行区"),
            format!("{district}/闵行区"),
            format!("{district}、闵行区"),
            format!("闵行区/{district}"),
            format!("浦东新区（原{district}）"),
            format!("闵行区（注册在{district}）"),
            format!("{district}（已迁出）"),
            format!("{district}（拟迁入）"),
            format!("{district}（实际经营：闵行区）"),
        ] {
            assert_eq!(area.holds_district(&written), Where::Open, "{written}");
        }
    }
}

#[test]
fn the_district_has_many_spellings() {
    let area = xuhui();
    for written in [
        "徐汇区",
        "徐汇",
        "上海徐汇",
        "上海市徐汇区",
        "上海市 徐汇区",
        "上海市/徐汇区",
        "徐匯區",
        "徐滙區",
        "上海市徐匯區",
        "Ｘｕｈｕｉ　Ｄｉｓｔｒｉｃｔ",
        "310104",
        "３１０１０４",
        "徐汇区（原卢湾区）",
        "徐汇区（原浦东新区）",
        "徐汇区漕河泾街道",
        "徐汇(漕河泾开发区)",
        "田林街道",
        "本区",
    ] {
        assert_eq!(area.holds_district(written), Where::Here, "{written}");
    }
    for written in [
        "闵行区",
        "浦东",
        "上海市浦东新区",
        "浙江省杭州市",
        "江苏省",
        "310115",
        "北京市朝阳区",
    ] {
        assert_eq!(area.holds_district(written), Where::Elsewhere, "{written}");
    }
    for written in [
        "是",
        "外区",
        "上海",
        "上海市",
        "漕河泾",
        "江苏省徐汇区",
        "本市",
        "徐汇区块链产业园",
    ] {
        assert!(
            matches!(area.holds_district(written), Where::Open | Where::Unsaid),
            "{written}"
        );
    }
}

#[test]
fn an_address_that_moved_or_names_no_division_is_not_settled() {
    let area = xuhui();
    for (address, place) in [
        ("示例路1号", Where::Unsaid),
        ("上海市虹桥路1号", Where::Unsaid),
        ("上海徐汇滨江路", Where::Unsaid),
        ("上海市徐汇区块链产业园1号", Where::Unsaid),
        ("江苏省徐汇区1号", Where::Open),
        ("原上海市徐汇区虹桥路1号，现迁至闵行区七莘路2号", Where::Open),
        ("上海市徐汇区虹桥路1号（已迁至闵行区）", Where::Open),
        ("上海市徐汇区虹桥路1号（实际经营：闵行区）", Where::Open),
        ("上海市徐汇区虹桥路1号、上海市闵行区七莘路2号", Where::Open),
        ("上海市闵行区虹梅南路 1 号（原徐汇区）", Where::Open),
        ("上海市浦东新区徐汇区路 1 号", Where::Elsewhere),
        ("徐汇区龙华中路1号", Where::Here),
        ("上海市徐汇区浦东路1号", Where::Here),
    ] {
        assert_eq!(area.holds_address(address), place, "{address}");
    }
}

#[test]
fn a_larger_area_holds_its_parts() {
    let area = |code: &str| Area::new(Division::of_code(code).expect("a division"), []);
    for (code, address) in [
        ("310000", "上海市徐汇区示例路1号"),
        ("310000", "徐汇区示例路1号"),
        ("320000", "江苏省苏州市昆山市前进路1号"),
        ("320500", "江苏省昆山市前进路1号"),
        ("320500", "昆山市前进路1号"),
        ("340100", "安徽省合肥市长丰县水湖镇"),
        ("340121", "安徽省合肥市长丰县水湖镇"),
    ] {
        assert_eq!(area(code).holds_address(address), Where::Here, "{code} {address}");
    }
    assert_eq!(
        area("340121").holds_address("安徽省合肥市蜀山区望江路1号"),
        Where::Elsewhere
    );
    assert_eq!(area("340121").holds_address("安徽省合肥市望江路1号"), Where::Unsaid);
    assert_eq!(area("310000").holds_district("本市"), Where::Here);
    assert_eq!(area("320000").holds_district("本省"), Where::Here);
}
