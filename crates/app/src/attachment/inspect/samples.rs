//! Files for tests: good ones, and those that somebody with bad intentions would send.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::{Cursor, Write};

/// A picture of this size with something on it.
pub fn picture(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        Rgb([(x * 7 % 256) as u8, (y * 5 % 256) as u8, ((x + y) % 256) as u8])
    }))
}

/// The picture as a file.
pub fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn png() -> Vec<u8> {
    encoded(&picture(40, 30), ImageFormat::Png)
}

pub fn jpg() -> Vec<u8> {
    encoded(&picture(40, 30), ImageFormat::Jpeg)
}

/// A JPEG whose camera was turned by 90°, with a thumbnail's end marker and a place in its head.
pub fn jpg_with_exif() -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(b"GPS 23.1291 113.2644 \xff\xd9");
    let mut bytes = jpg();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let head = [&[0xFF, 0xE1], &length[..], &exif].concat();
    bytes.splice(2..2, head);
    bytes
}

/// A PNG of so many white pixels a side, as small as it can be: it unfolds to gigabytes.
pub fn vast_png(side: u32) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], data: &[u8]| {
        out.extend_from_slice(&u32::try_from(data.len()).unwrap().to_be_bytes());
        let body = [kind, data].concat();
        let mut crc = flate2::Crc::new();
        crc.update(&body);
        out.extend_from_slice(&body);
        out.extend_from_slice(&crc.sum().to_be_bytes());
    };
    let size = side.to_be_bytes();
    chunk(b"IHDR", &[&size[..], &size, &[8, 0, 0, 0, 0]].concat());
    let mut data = ZlibEncoder::new(Vec::new(), Compression::fast());
    let row = vec![0; side as usize + 1];
    // A hundredth of the rows is enough to be refused by the head alone.
    (0..side / 100).for_each(|_| data.write_all(&row).unwrap());
    chunk(b"IDAT", &data.finish().unwrap());
    chunk(b"IEND", b"");
    out
}

/// A PDF of these objects (from number 1), with a table of their places. `trailer` stands in its trailer.
pub fn pdf_of(objects: &[&[u8]], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(out.len());
        out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let (table, count) = (out.len(), objects.len() + 1);
    out.extend_from_slice(format!("xref\n0 {count}\n0000000000 65535 f \n").as_bytes());
    for place in places {
        out.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let end = format!("trailer\n<< /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n");
    out.extend_from_slice(end.as_bytes());
    out
}

/// A PDF of one empty page; `catalog` stands in its catalog, `more` are further objects from number 4.
pub fn pdf_with(catalog: &str, more: &[&[u8]]) -> Vec<u8> {
    let catalog = format!("<< /Type /Catalog /Pages 2 0 R {catalog} >>");
    let own: [&[u8]; 3] = [
        catalog.as_bytes(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
    ];
    pdf_of(&[&own[..], more].concat(), "")
}

/// A PDF of one empty page.
pub fn pdf() -> Vec<u8> {
    pdf_with("", &[])
}

/// An object stream that unfolds to so many bytes of numbers.
pub fn folded_objects(size: usize, kind: &str) -> Vec<u8> {
    let mut data = ZlibEncoder::new(Vec::new(), Compression::best());
    data.write_all(b"9 0 [").unwrap();
    data.write_all(&b"0 ".repeat(size / 2)).unwrap();
    data.write_all(b"]").unwrap();
    let data = data.finish().unwrap();
    let head = format!("<< /Type {kind} /N 1 /First 4 /Filter /FlateDecode /Length {} >>\nstream\n", data.len());
    [head.as_bytes(), &data, b"\nendstream"].concat()
}
