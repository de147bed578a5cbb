//! Files that a browser sends, and the form that carries them, byte by byte as browsers write it.

use super::{Company, Form, Order, Page};

/// A file of a form.
#[derive(Clone, Debug)]
pub struct File {
    /// The name of its input.
    pub input: String,
    /// What the browser calls it.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A picture of 8 × 8 pixels; `shade` makes it another one.
pub fn png(shade: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::GrayImage::from_pixel(8, 8, image::Luma([shade]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

const BOUNDARY: &str = "----------------------------7d81b516112482";

/// The content type and the body of a form with files. Inputs come first, as on our pages.
pub fn multipart(inputs: &[(&str, &str)], files: &[File]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    let mut part = |head: String, bytes: &[u8]| {
        body.extend_from_slice(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in inputs {
        part(format!("name=\"{name}\""), value.as_bytes());
    }
    for File { input, name, bytes } in files {
        let head = format!("name=\"{input}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream");
        part(head, bytes);
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

/// A form's hidden inputs and files.
pub fn filled(form: &Form, files: &[File]) -> (String, Vec<u8>) {
    let hidden: Vec<(&str, &str)> = form.hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    multipart(&hidden, files)
}

/// A small picture for each document that a page still asks for.
pub fn wanted(page: &Page) -> Vec<File> {
    let names = page.file_inputs().into_iter().filter(|name| name != "other" && name != "by_name");
    names.map(|input| File { name: format!("{input}.png"), bytes: png(input.len() as u8), input }).collect()
}

impl Order {
    /// Uploads what the order still needs; does nothing if that is nothing.
    pub async fn give_materials(&self) {
        let page = self.page("/check").await;
        let files = wanted(&page);
        if !files.is_empty() {
            self.upload(&files).await.leads(&self.url("/check#materials"));
        }
    }

    /// 上传所选文件 on the page where the order is looked over.
    pub async fn upload(&self, files: &[File]) -> Page {
        let path = self.url("/materials");
        let form = self.page("/check").await.form(&path);
        self.company.browser.upload(&form, files).await
    }

    /// One file for one document.
    pub async fn give(&self, input: &str, name: &str, bytes: Vec<u8>) -> Page {
        self.upload(&[File { input: input.into(), name: name.into(), bytes }]).await
    }
}

impl Company {
    /// 上传所选文件 beside 基本信息 or 用户信息 (`company`, `contact`).
    pub async fn give(&self, profile: &str, input: &str, bytes: Vec<u8>) -> Page {
        let page = format!("/cakey/profile/{profile}");
        let form = self.browser.get(&page).await.form(&format!("{page}/materials"));
        self.browser.upload(&form, &[File { input: input.into(), name: format!("{input}.png"), bytes }]).await
    }
}
