//! 帮助中心 for users and for outlet staff (statement 1 of the manual), 用户协议 and 隐私政策. The texts are the files of
//! docs/manual, built into the program: what is read on the page and in the repository is the same.

mod book;
pub mod chapter;
mod chapters;
pub mod index;
mod markdown;
pub mod pictures;
