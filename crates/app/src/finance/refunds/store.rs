//! The table of refunds that were paid off line. Voucher, name and account of the payee are sealed.

use crate::Tx;
use crate::stored::moment;
use crate::vault::{Sealed, Vault};
use crate::who::StaffUser;
use db::{Result, Row, p};
use domain::id::{RefundId, StaffId};
use domain::payment::OfflineVoucher;
use domain::text::compact;
use jiff::Timestamp;

db::sql! {
    INSERT = "insert into offline_refund (refund_id, voucher, asked_by, asked_name, asked_at, released_by,
        released_name, released_at, voucher_blind) values ($1, $2, $3, $4, $5, null, null, null, $6)
        on conflict do nothing";
    BY_VOUCHER = "select o.number from offline_refund f join refund r on r.id = f.refund_id
        join orders o on o.id = r.order_id where f.voucher_blind = $1 and f.refund_id <> $2";
    GET = "select voucher, asked_by, asked_name, asked_at, released_name, released_at from offline_refund
        where refund_id = $1";
    RELEASE = "update offline_refund set released_by = $2, released_name = $3, released_at = $4
        where refund_id = $1 and released_by is null and asked_by <> $2";
    WITHDRAW = "delete from offline_refund where refund_id = $1 and released_by is null";
    NEXT_VOUCHER = "select refund_id, voucher from offline_refund where refund_id >= $1 and voucher not like $2
        order by refund_id limit $3";
    PUT_VOUCHER = "update offline_refund set voucher = $3 where refund_id = $1 and voucher = $2";
}

const VOUCHER: &str = "offline_refund.voucher";

/// What the blind index is made for.
const NUMBER: &str = "offline_refund.number";

/// The sealed columns of this module.
pub(crate) static SEALED: &[Sealed] = &[Sealed { column: VOUCHER, next: &NEXT_VOUCHER, put: &PUT_VOUCHER }];

/// A registration.
#[derive(Clone, Debug, PartialEq)]
pub struct Offline {
    pub voucher: OfflineVoucher,
    pub asked_by: StaffId,
    pub asked_name: String,
    pub asked_at: Timestamp,
    /// Who released it, and when.
    pub released: Option<(String, Timestamp)>,
}

fn offline(vault: &Vault, row: &Row) -> Result<Offline> {
    let released_at = row.get::<Option<i64>>(5)?.map(moment).transpose()?;
    Ok(Offline {
        voucher: vault.open_json(VOUCHER, row.get(0)?)?,
        asked_by: StaffId::new(row.get(1)?),
        asked_name: row.get(2)?,
        asked_at: moment(row.get(3)?)?,
        released: row.get::<Option<String>>(4)?.zip(released_at),
    })
}

/// Registers. False if somebody did before, for this refund or with this voucher.
pub fn insert(tx: &mut Tx, refund: RefundId, voucher: &OfflineVoucher, by: &StaffUser, now: Timestamp) -> Result<bool> {
    let (sealed, blind) = (tx.seal_json(VOUCHER, voucher)?, blind(tx, voucher));
    Ok(tx.exec(&INSERT, p![refund.get(), &sealed, by.id.get(), &by.name, now.as_millisecond(), &blind])? == 1)
}

/// The order of another refund that was registered with this voucher.
pub fn by_voucher(tx: &mut Tx, refund: RefundId, voucher: &OfflineVoucher) -> Result<Option<String>> {
    let blind = blind(tx, voucher);
    tx.opt(&BY_VOUCHER, p![&blind, refund.get()], |r| r.get(0))
}

/// Spaces and small letters make no other voucher.
fn blind(tx: &Tx, voucher: &OfflineVoucher) -> String {
    tx.blind(NUMBER, &compact(&voucher.voucher).to_uppercase())
}

/// The registration of a refund.
pub fn get(tx: &mut Tx, refund: RefundId) -> Result<Option<Offline>> {
    let vault = tx.vault();
    tx.opt(&GET, p![refund.get()], |r| offline(vault, r))
}

/// Releases. False for the person who registered, and for what is released already.
pub fn release(tx: &mut Tx, refund: RefundId, by: &StaffUser, now: Timestamp) -> Result<bool> {
    Ok(tx.exec(&RELEASE, p![refund.get(), by.id.get(), &by.name, now.as_millisecond()])? == 1)
}

/// Takes a registration back. False once it is released.
pub fn withdraw(tx: &mut Tx, refund: RefundId) -> Result<bool> {
    Ok(tx.exec(&WITHDRAW, p![refund.get()])? == 1)
}
