//! Files that companies upload: hostile ones, those of other companies, what a kill leaves on the disk, and several at
//! once.

mod by_name;
mod crash;
mod hostile;
mod ownership;
mod samples;
