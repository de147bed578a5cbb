//! Nothing lost: the binary under load, killed again and again, and a crowd on the same orders. Whatever was
//! acknowledged to a person must be in the records afterwards, and our money must be the gateway's money
//! (invariants I1–I7 of docs/rules.md).

mod buyer;
mod crowd;
mod dice;
mod kill;
mod log;
mod records;
mod reviewer;
mod rules;
mod window;
