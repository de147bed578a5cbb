//! What stands on the papers. Companies, persons and numbers are invented, and 示例 is written across each sheet.

use super::canvas::{Canvas, Ink, Shape};

const WHITE: Ink = [255, 255, 255];
const BLACK: Ink = [34, 34, 34];
const GREY: Ink = [90, 103, 116];
const RED: Ink = [200, 40, 35];
const GOLD: Ink = [201, 162, 74];
const PALE: Ink = [244, 214, 210];

pub(super) fn licence(font: &[u8]) -> Canvas<'_> {
    let mut sheet = Canvas::new(font, 1280, 920, [255, 253, 245]);
    frame(&mut sheet, (36.0, 36.0, 1208.0, 848.0), 10.0, GOLD);
    frame(&mut sheet, (56.0, 56.0, 1168.0, 808.0), 2.0, GOLD);
    across(&mut sheet, (640.0, 520.0), 130.0);
    sheet.fill(&Shape::ring((640.0, 132.0), 46.0, 0.0), [231, 195, 106]);
    sheet.fill(&Shape::star((640.0, 132.0), 30.0), RED);
    sheet.centred("营 业 执 照", (640.0, 250.0), 60.0, BLACK);
    let lines = [
        ("统一社会信用代码", "91990102MA0000015T"),
        ("名　　称", "示例企业（以注册的企业名称为准）"),
        ("类　　型", "有限责任公司（自然人投资或控股）"),
        ("法定代表人", "林知夏"),
        ("注册资本", "壹仟万元整"),
        ("成立日期", "2019 年 05 月 16 日"),
        ("住　　所", "福建省厦门市思明区示例路 18 号"),
    ];
    table(&mut sheet, &lines, (140.0, 330.0), (320.0, 62.0, 28.0));
    stamp(&mut sheet, (1010.0, 700.0), 96.0, "登记机关示例章");
    sheet
}

pub(super) fn application(font: &[u8]) -> Canvas<'_> {
    let mut sheet = Canvas::new(font, 1000, 1300, WHITE);
    across(&mut sheet, (500.0, 700.0), 120.0);
    sheet.centred("数字证书申请表", (500.0, 130.0), 46.0, BLACK);
    sheet.centred("示例图，不是真实文件", (500.0, 180.0), 24.0, GREY);
    let lines = [
        ("企业名称", "示例企业（以注册的企业名称为准）"),
        ("信用代码", "91990102MA0000015T"),
        ("业务类型", "新办"),
        ("经办人", "林知夏"),
        ("联系电话", "139****0000"),
        ("证书数量", "见订单"),
        ("签章数量", "见订单"),
        ("承诺", "以上信息真实有效"),
    ];
    table(&mut sheet, &lines, (110.0, 280.0), (210.0, 84.0, 28.0));
    for row in 0..9_u8 {
        let y = 228.0 + 84.0 * f32::from(row);
        sheet.fill(&Shape::rectangle(90.0, y, 820.0, 2.0), [184, 194, 204]);
    }
    sheet.text("申请单位（盖章）", (560.0, 1010.0), 26.0, GREY);
    stamp(&mut sheet, (690.0, 1090.0), 110.0, "示例企业公章");
    sheet
}

pub(super) fn id_front(font: &[u8]) -> Canvas<'_> {
    let mut sheet = Canvas::new(font, 1000, 630, [238, 244, 249]);
    across(&mut sheet, (430.0, 380.0), 90.0);
    let lines = [
        ("姓名", "林知夏"),
        ("性别", "女　民族　汉"),
        ("出生", "1990 年 1 月 1 日"),
        ("住址", "福建省厦门市示例路 18 号"),
    ];
    table(&mut sheet, &lines, (70.0, 120.0), (110.0, 78.0, 32.0));
    sheet.text("公民身份号码", (70.0, 540.0), 28.0, GREY);
    sheet.text("990101199001010000", (290.0, 540.0), 38.0, BLACK);
    sheet.fill(&Shape::rectangle(700.0, 90.0, 230.0, 300.0), [223, 231, 239]);
    sheet.fill(&Shape::ring((815.0, 205.0), 58.0, 0.0), [185, 200, 214]);
    sheet.fill(&Shape::ring((815.0, 380.0), 88.0, 0.0), [185, 200, 214]);
    sheet.fill(&Shape::rectangle(700.0, 390.0, 230.0, 90.0), [238, 244, 249]);
    sheet
}

pub(super) fn id_back(font: &[u8]) -> Canvas<'_> {
    let mut sheet = Canvas::new(font, 1000, 630, [238, 244, 249]);
    across(&mut sheet, (560.0, 380.0), 90.0);
    sheet.fill(&Shape::ring((150.0, 150.0), 74.0, 0.0), [231, 195, 106]);
    sheet.centred("居 民 身 份 证", (580.0, 200.0), 58.0, BLACK);
    table(
        &mut sheet,
        &[("签发机关", "澜州市公安局（示例）"), ("有效期限", "2018.03.01–2038.03.01")],
        (190.0, 460.0),
        (180.0, 78.0, 32.0),
    );
    sheet
}

pub(super) fn proxy(font: &[u8]) -> Canvas<'_> {
    let mut sheet = Canvas::new(font, 1000, 1300, WHITE);
    across(&mut sheet, (500.0, 700.0), 120.0);
    sheet.centred("法人授权委托书", (500.0, 160.0), 46.0, BLACK);
    let lines = [
        "兹委托林知夏（示例）办理本单位数字证书",
        "及电子签章的申请、领取等事宜。",
        "委托期限：自签署之日起一年。",
        "法定代表人（签字）：　沈知行（示例）",
        "日期：2026 年 11 月 23 日",
    ];
    for (line, row) in lines.iter().zip(0..5_u8) {
        sheet.text(line, (140.0, 320.0 + 90.0 * f32::from(row)), 32.0, BLACK);
    }
    stamp(&mut sheet, (690.0, 960.0), 110.0, "示例企业公章");
    sheet
}

pub(super) fn seal(font: &[u8]) -> Canvas<'_> {
    let mut sheet = Canvas::new(font, 640, 640, WHITE);
    stamp(&mut sheet, (320.0, 320.0), 240.0, "澜州示例企业公章样本");
    sheet.centred("示例", (320.0, 480.0), 44.0, RED);
    sheet
}

/// Label and value in rows: left top corner; where values begin, how far rows are apart, the size.
fn table(sheet: &mut Canvas<'_>, lines: &[(&str, &str)], at: (f32, f32), (indent, apart, size): (f32, f32, f32)) {
    let mut y = at.1;
    for (label, value) in lines {
        sheet.text(label, (at.0, y), size, GREY);
        sheet.text(value, (at.0 + indent, y), size, BLACK);
        y += apart;
    }
}

/// Left, top, width and height of a frame, and the width of its line.
fn frame(sheet: &mut Canvas<'_>, (left, top, width, height): (f32, f32, f32, f32), line: f32, ink: Ink) {
    for edge in [
        Shape::rectangle(left, top, width, line),
        Shape::rectangle(left, top + height - line, width, line),
        Shape::rectangle(left, top, line, height),
        Shape::rectangle(left + width - line, top, line, height),
    ] {
        sheet.fill(&edge, ink);
    }
}

/// 示例 from corner to corner.
fn across(sheet: &mut Canvas<'_>, middle: (f32, f32), size: f32) {
    let text = "示例 不是真实证照";
    let (_, width) = sheet.outline(text, middle, size);
    let size = size * (640.0 / width).min(1.0);
    let (_, width) = sheet.outline(text, middle, size);
    let (shape, _) = sheet.outline(text, (middle.0 - width / 2.0, middle.1), size);
    sheet.fill(&shape.turned(middle, -0.06), PALE);
}

/// A round stamp with its words along the upper arc.
fn stamp(sheet: &mut Canvas<'_>, centre: (f32, f32), radius: f32, words: &str) {
    sheet.fill(&Shape::ring(centre, radius, radius * 0.95), RED);
    sheet.fill(&Shape::star(centre, radius * 0.32), RED);
    let signs: Vec<char> = words.chars().collect();
    let size = radius * 0.24;
    let step = 0.6 / signs.len().max(2) as f32;
    let mut turn = -step * (signs.len() as f32 - 1.0) / 2.0;
    for sign in signs {
        let top = (centre.0 - size / 2.0, centre.1 - radius * 0.66);
        let (shape, _) = sheet.outline(sign.encode_utf8(&mut [0; 4]), top, size);
        sheet.fill(&shape.turned(centre, turn), RED);
        turn += step;
    }
}
