//! The folder of an installation as one file.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Packs a folder with everything in it.
pub fn pack(folder: &Path, into: &Path) {
    let mut archive = ZipWriter::new(File::create(into).unwrap());
    let options = SimpleFileOptions::default().compression_level(Some(9));
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            archive.start_file(name, options).unwrap();
            archive.write_all(&std::fs::read(entry.path()).unwrap()).unwrap();
        }
    }
    archive.finish().unwrap();
}

/// Unpacks it into a new folder; keys and passwords are for their owner only, as the program asks.
pub fn unpack(from: &Path, into: &Path) {
    let mut archive = ZipArchive::new(File::open(from).unwrap()).unwrap();
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let path = into.join(file.enclosed_name().unwrap());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        std::fs::write(&path, content).unwrap();
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(&path, private).unwrap();
    }
}
