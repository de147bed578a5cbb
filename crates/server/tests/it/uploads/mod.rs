//! Files that companies upload (design/forms.md, section 7): hostile ones, those of other companies, and what a kill
//! leaves on the disk.

mod crash;
mod hostile;
mod ownership;
mod samples;
