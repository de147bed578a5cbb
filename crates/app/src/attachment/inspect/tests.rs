//! What is taken and what is not, and what the person is told.

use super::samples::{encoded, folded_objects, jpg, jpg_with_exif, pdf, pdf_of, pdf_with, picture, png, vast_png};
use super::*;
use image::{DynamicImage, GenericImageView, ImageFormat, Rgb, RgbImage};

fn refusal(bytes: Vec<u8>) -> Option<FileRefusal> {
    inspect(bytes, Material::Licence).err()
}

#[test]
fn pictures_and_papers_are_taken() {
    let seen =
        |bytes| inspect(bytes, Material::Licence).map(|clean| (clean.kind, clean.width, clean.height, clean.pages));
    assert_eq!(seen(png()), Ok((Kind::Png, 40, 30, 1)));
    assert_eq!(seen(jpg()), Ok((Kind::Jpg, 40, 30, 1)));
    assert_eq!(seen(pdf()), Ok((Kind::Pdf, 0, 0, 1)));
}

#[test]
fn what_a_camera_wrote_into_a_picture_is_gone_and_the_picture_stands_upright() {
    let clean = inspect(jpg_with_exif(), Material::Licence).unwrap();
    assert_eq!((clean.width, clean.height), (30, 40), "the sensor was turned by 90 degrees");
    let text = String::from_utf8_lossy(&clean.bytes).into_owned();
    assert!(!text.contains("GPS") && !text.contains("Exif"));
    assert_eq!(image::load_from_memory(&clean.bytes).unwrap().dimensions(), (30, 40));
}

#[test]
fn bytes_behind_the_end_of_a_picture_are_gone() {
    for mut bytes in [png(), jpg()] {
        bytes.extend_from_slice(b"<script>alert(1)</script>PK\x03\x04");
        let clean = inspect(bytes, Material::Licence).unwrap();
        assert!(!String::from_utf8_lossy(&clean.bytes).contains("script"));
    }
}

#[test]
fn what_is_no_picture_and_no_paper_is_named() {
    let svg = b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>".to_vec();
    let zip = b"PK\x03\x04\x14\0\0\0\0\0".to_vec();
    let behind = [b"<html><script>1</script>\n", &pdf()[..]].concat();
    for (bytes, seems) in [
        (svg, Some("svg 图片")),
        (b"<!DOCTYPE html><html><body>".to_vec(), Some("网页")),
        (zip, Some("压缩包")),
        (b"GIF89a\x01\0\x01\0".to_vec(), Some("gif 图片")),
        (behind, Some("网页")),
        (b"MZ\x90\0".to_vec(), None),
        (b"hello".to_vec(), None),
    ] {
        assert_eq!(refusal(bytes), Some(FileRefusal::WrongKind(seems)), "{seems:?}");
    }
    assert!(FileRefusal::WrongKind(Some("svg 图片")).sentence().contains("其实是 svg 图片，请另存为"));
}

#[test]
fn empty_large_and_cut_off_files_are_refused() {
    assert_eq!(refusal(Vec::new()), Some(FileRefusal::Empty));
    let mut large = jpg();
    large.resize(SIZE_MAX + 1, 0);
    assert_eq!(refusal(large), Some(FileRefusal::TooLarge));
    let (whole, exif) = (jpg(), jpg_with_exif());
    assert_eq!(refusal(whole[..whole.len() - 40].to_vec()), Some(FileRefusal::Unreadable));
    assert_eq!(refusal(exif[..exif.len() - 40].to_vec()), Some(FileRefusal::Unreadable), "a thumbnail's end is no end");
    assert_eq!(refusal(png()[..60].to_vec()), Some(FileRefusal::Unreadable));
    assert_eq!(refusal(b"\xff\xd8\xff\xe0".to_vec()), Some(FileRefusal::Unreadable));
}

#[test]
fn a_vast_picture_is_refused_by_its_head() {
    let vast = vast_png(20_000);
    assert!(vast.len() < SIZE_MAX);
    assert_eq!(refusal(vast), Some(FileRefusal::TooManyPixels { width: 20_000, height: 20_000 }));
    let strip = encoded(&picture(16_001, 1), ImageFormat::Png);
    assert_eq!(refusal(strip), Some(FileRefusal::TooManyPixels { width: 16_001, height: 1 }));
}

#[test]
fn papers_that_do_something_are_refused() {
    let script: &[u8] = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>";
    let escaped: &[u8] = b"<< /S /J#61vaScript /J#53 (app.alert\\(1\\)) >>";
    let action = |kind: &str| format!("<< /S /{kind} /F (x) >>").into_bytes();
    let cases = [
        pdf_with("/OpenAction 4 0 R", &[script]),
        pdf_with("/OpenAction 4 0 R", &[escaped]),
        pdf_with("/OpenAction << /S /URI /URI (http://x.example) >>", &[]),
        pdf_with("/AA << /WC 4 0 R >>", &[b"<< /S /GoTo >>"]),
        pdf_with("/Names << /EmbeddedFiles << /Names [] >> >>", &[]),
        pdf_with("/AcroForm << /XFA (x) >>", &[]),
        pdf_with("", &[&action("Launch")]),
        pdf_with("", &[&action("SubmitForm")]),
        pdf_with("", &[&action("GoToE")]),
        pdf_with("", &[b"[ << /Nested [ << /S /JavaScript >> ] >> ]"]),
    ];
    for (bytes, number) in cases.into_iter().zip(0..) {
        assert_eq!(refusal(bytes), Some(FileRefusal::Active), "case {number}");
    }
    let page = pdf_with("/OpenAction [3 0 R /Fit]", &[b"<< /S /URI /URI (https://x.example) >>"]);
    assert_eq!(refusal(page), None, "a place to open at and a link are no danger");
}

#[test]
fn locked_damaged_and_double_papers_are_refused() {
    let lock: &[u8] = b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) \
        /U (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb) >>";
    let pages: &[u8] = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    let page: &[u8] = b"<< /Type /Page /Parent 2 0 R >>";
    let locked = pdf_of(&[b"<< /Type /Catalog /Pages 2 0 R >>", pages, page, lock], "/Encrypt 4 0 R /ID [(a) (a)]");
    assert_eq!(refusal(locked), Some(FileRefusal::Encrypted));
    let whole = pdf();
    assert_eq!(refusal(whole[..whole.len() / 2].to_vec()), Some(FileRefusal::Unreadable));
    assert_eq!(refusal([&whole[..], b"PK\x03\x04 and an archive"].concat()), Some(FileRefusal::Unreadable));
    assert_eq!(refusal(b"%PDF-1.7\n%%EOF".to_vec()), Some(FileRefusal::Unreadable));
    let empty = pdf_of(&[b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"], "");
    assert_eq!(refusal(empty), Some(FileRefusal::Unreadable));
}

#[test]
fn a_paper_that_unfolds_is_refused_before_it_does() {
    let small = pdf_with("", &[&folded_objects(1_000, "/ObjStm")]);
    assert_eq!(refusal(small), None);
    for kind in ["/ObjStm", "/Obj#53tm"] {
        let bomb = pdf_with("", &[&folded_objects(10_000_000, kind)]);
        assert!(bomb.len() < 200_000);
        assert_eq!(refusal(bomb), Some(FileRefusal::TooComplex), "{kind}");
    }
    let twice = String::from_utf8_lossy(&folded_objects(1_000, "/ObjStm"))
        .replace("/FlateDecode", "[/FlateDecode /FlateDecode]")
        .into_bytes();
    assert_eq!(refusal(pdf_with("", &[&twice])), Some(FileRefusal::TooComplex));
    let words = b"0 ".repeat(1_000_000);
    assert_eq!(refusal(pdf_with("", &[&[b"[", &words[..], b"]"].concat()])), Some(FileRefusal::TooComplex));
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    assert!(matches!(refusal(pdf_with("", &[&deep])), None | Some(FileRefusal::Unreadable)));
}

#[test]
fn more_pages_than_an_order_needs_are_refused() {
    let of = |count: usize| {
        let kids: String = (3..3 + count).map(|number| format!("{number} 0 R ")).collect();
        let pages = format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>");
        let page: &[u8] = b"<< /Type /Page /Parent 2 0 R >>";
        let own: [&[u8]; 2] = [b"<< /Type /Catalog /Pages 2 0 R >>", pages.as_bytes()];
        pdf_of(&[&own[..], &vec![page; count]].concat(), "")
    };
    assert_eq!(refusal(of(50)), None);
    assert_eq!(refusal(of(51)), Some(FileRefusal::TooManyPages(51)));
}

#[test]
fn an_imprint_that_is_small_or_pale_is_taken_with_a_warning() {
    let imprint = |side: u32, ink: [u8; 3]| {
        let paper = RgbImage::from_fn(side, side, |x, y| {
            let (x, y) = (f64::from(x) / f64::from(side) - 0.5, f64::from(y) / f64::from(side) - 0.5);
            Rgb(if (0.35..0.4).contains(&x.hypot(y)) { ink } else { [255; 3] })
        });
        let bytes = encoded(&DynamicImage::ImageRgb8(paper), ImageFormat::Png);
        inspect(bytes, Material::SealImage).unwrap().warnings
    };
    assert_eq!(imprint(500, [200, 30, 30]), "");
    assert_eq!(imprint(500, [30, 40, 190]), "");
    assert_eq!(imprint(200, [200, 30, 30]), "印模图片只有 200 像素宽，建议用 300–600 dpi 重新扫描");
    assert!(imprint(500, [40, 40, 40]).contains("不是红色或蓝色"));
    assert!(imprint(500, [255, 255, 255]).contains("不是红色或蓝色"));
}

#[test]
fn every_refusal_says_what_to_do() {
    for refusal in [
        FileRefusal::Empty,
        FileRefusal::TooLarge,
        FileRefusal::WrongKind(None),
        FileRefusal::Unreadable,
        FileRefusal::TooManyPixels { width: 1, height: 1 },
        FileRefusal::Encrypted,
        FileRefusal::Active,
        FileRefusal::TooComplex,
        FileRefusal::TooManyPages(51),
    ] {
        let sentence = refusal.sentence();
        assert!(sentence.contains('请') && !sentence.ends_with('。'), "{sentence}");
    }
}
