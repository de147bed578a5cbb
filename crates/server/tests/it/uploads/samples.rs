//! Files that somebody with bad intentions would send, made here from the formats' own texts.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;

/// A grey PNG of so many pixels a side, complete: gigabytes of black in a file of some hundred KB.
pub fn vast_png(side: u32) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], data: &[u8]| {
        let body = [kind, data].concat();
        let mut crc = flate2::Crc::new();
        crc.update(&body);
        out.extend_from_slice(&u32::try_from(data.len()).unwrap().to_be_bytes());
        out.extend_from_slice(&body);
        out.extend_from_slice(&crc.sum().to_be_bytes());
    };
    let size = side.to_be_bytes();
    chunk(b"IHDR", &[&size[..], &size, &[8, 0, 0, 0, 0]].concat());
    let mut data = ZlibEncoder::new(Vec::new(), Compression::best());
    let row = vec![0; side as usize + 1];
    (0..side).for_each(|_| data.write_all(&row).unwrap());
    chunk(b"IDAT", &data.finish().unwrap());
    chunk(b"IEND", b"");
    out
}

pub fn jpg() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(64, 64).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// A PDF of one page, with more in its catalog, more objects (from number 4) and more in its trailer.
pub fn pdf(catalog: &str, more: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let own = [
        format!("<< /Type /Catalog /Pages 2 0 R {catalog} >>").into_bytes(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>".to_vec(),
    ];
    let (mut out, mut places) = (b"%PDF-1.7\n".to_vec(), Vec::new());
    for (object, number) in own.iter().chain(more).zip(1..) {
        places.push(out.len());
        out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let (table, count) = (out.len(), places.len() + 1);
    out.extend_from_slice(format!("xref\n0 {count}\n0000000000 65535 f \n").as_bytes());
    for place in places {
        out.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let end = format!("trailer\n<< /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n");
    out.extend_from_slice(end.as_bytes());
    out
}

/// A PDF that runs a script when it is opened.
pub fn pdf_with_script() -> Vec<u8> {
    pdf("/OpenAction 4 0 R", &[b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>".to_vec()], "")
}

/// A PDF with a password.
pub fn locked_pdf() -> Vec<u8> {
    let lock = format!("<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O ({0}) /U ({0}) >>", "a".repeat(32));
    pdf("", &[lock.into_bytes()], "/Encrypt 4 0 R /ID [(a) (a)]")
}

/// A PDF whose object stream unfolds to so many bytes.
pub fn pdf_bomb(size: usize) -> Vec<u8> {
    let mut data = ZlibEncoder::new(Vec::new(), Compression::best());
    data.write_all(b"9 0 [").unwrap();
    let zeros = b"0 ".repeat(1 << 20);
    (0..size >> 21).for_each(|_| data.write_all(&zeros).unwrap());
    let data = data.finish().unwrap();
    let head = format!("<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {} >>\nstream\n", data.len());
    pdf("", &[[head.as_bytes(), &data, b"\nendstream"].concat()], "")
}
