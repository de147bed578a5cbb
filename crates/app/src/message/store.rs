//! The table of message records.

use crate::rights::sql::may;
use crate::stored::moment;
use db::{Result, Row, Tx, p};
use domain::id::EffectId;
use domain::id::{OrderId, StaffId};
use domain::rights::Act;
use jiff::Timestamp;

/// The columns that [`record_of`] reads, for staff $1 with the roles $2.
macro_rules! records {
    ($($rest:tt)*) => {
        concat!(
            "select m.id, m.channel, m.kind, o.number, m.recipient, m.provider_id, m.state, m.last_error, m.tries,
            m.resent, m.created_at, m.updated_at from message_record m left join orders o on o.id = m.order_id where ",
            may!("$1", "$2"),
            $($rest)*
        )
    };
}

db::sql! {
    RECORD = "insert into message_record (job_id, channel, kind, order_id, recipient, provider_id, state, last_error,
        tries, resent, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 1, 0, $9, $9)
        on conflict (job_id) do update set recipient = excluded.recipient, state = excluded.state,
        provider_id = case when excluded.provider_id = '' then message_record.provider_id
            else excluded.provider_id end,
        last_error = excluded.last_error, tries = message_record.tries + 1, updated_at = excluded.updated_at";
    LIST = records!(" and m.id < $3 order by m.id desc limit $4");
    LIST_STATE = records!(" and m.state = $5 and m.id < $3 order by m.id desc limit $4");
    LIST_ORDER = records!(" and o.number = $5 and m.id < $3 order by m.id desc limit $4");
    GET = records!(" and m.id = $3");
    COUNT_RESEND = "update message_record set resent = resent + 1, updated_at = $3 where id = $1 and resent = $2";
    JOB = "select x.kind, x.key, x.payload, x.state = 'ready' as ready
        from message_record m join outbox x on x.id = m.job_id where m.id = $1";
    COUNT_FAILED = concat!("select count(*) as n from (select 1 as one from message_record m
        where m.state = 'failed' and m.updated_at >= $3 and ", may!("$1", "$2"), " limit $4) capped");
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// 短信.
    Sms,
    /// 邮件.
    Mail,
}

impl Channel {
    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            Channel::Sms => "sms",
            Channel::Mail => "mail",
        }
    }

    /// Reads a stored code back.
    pub fn from_code(code: &str) -> Option<Channel> {
        [Channel::Sms, Channel::Mail].into_iter().find(|channel| channel.code() == code)
    }

    /// The word on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Channel::Sms => "短信",
            Channel::Mail => "邮件",
        }
    }
}

/// What became of a message, as far as we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageState {
    /// The provider, or the mail server, took it.
    Sent,
    /// It is tried again.
    Waiting,
    /// It was given up.
    Failed,
}

impl MessageState {
    /// Every state, in the order of the filter.
    pub const ALL: [MessageState; 3] = [MessageState::Failed, MessageState::Waiting, MessageState::Sent];

    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            MessageState::Sent => "sent",
            MessageState::Waiting => "waiting",
            MessageState::Failed => "failed",
        }
    }

    /// Reads a stored code back.
    pub fn from_code(code: &str) -> Option<MessageState> {
        MessageState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The words on the screen.
    pub fn label(self) -> &'static str {
        match self {
            MessageState::Sent => "已发送",
            MessageState::Waiting => "重试中",
            MessageState::Failed => "发送失败",
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct MessageFilter {
    pub state: Option<MessageState>,
    /// Only about the order with this number.
    pub order: Option<String>,
}

/// A try of a worker.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The outbox row that asked for it.
    pub job: EffectId,
    pub channel: Channel,
    /// The template.
    pub kind: &'static str,
    /// The order that it speaks of, if it speaks of one.
    pub order: Option<OrderId>,
    /// The masked number or address.
    pub recipient: String,
    /// The provider's number of it; empty while there is none.
    pub provider: String,
    pub state: MessageState,
    /// What went wrong; empty when nothing did.
    pub error: String,
}

/// A record as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub id: i64,
    pub channel: Channel,
    /// The template.
    pub kind: String,
    /// The order's number.
    pub order: Option<String>,
    /// The masked number or address.
    pub recipient: String,
    /// The provider's number.
    pub provider: String,
    pub state: MessageState,
    /// What went wrong last.
    pub error: String,
    /// How often it was tried.
    pub tries: i64,
    /// How often staff sent it again.
    pub resent: i64,
    /// The first try.
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// The outbox row behind a record.
pub struct JobOf {
    pub kind: String,
    pub key: String,
    /// What to do, as stored.
    pub payload: String,
    /// It is on its way already.
    pub ready: bool,
}

fn record_of(row: &Row) -> Result<Record> {
    let (channel, state): (&str, &str) = (row.get(1)?, row.get(6)?);
    let unreadable = |text: &str| db::Error::Failed(format!("stored message {text}"));
    Ok(Record {
        id: row.get(0)?,
        channel: Channel::from_code(channel).ok_or_else(|| unreadable(channel))?,
        kind: row.get(2)?,
        order: row.get(3)?,
        recipient: row.get(4)?,
        provider: row.get(5)?,
        state: MessageState::from_code(state).ok_or_else(|| unreadable(state))?,
        error: row.get(7)?,
        tries: row.get(8)?,
        resent: row.get(9)?,
        created_at: moment(row.get(10)?)?,
        updated_at: moment(row.get(11)?)?,
    })
}

/// Keeps a try: the first one makes the row, later ones change it.
pub fn record(tx: &mut Tx, tried: &Tried, now: Timestamp) -> Result<()> {
    let values = p![
        tried.job.get(),
        tried.channel.code(),
        tried.kind,
        tried.order.map(OrderId::get),
        &tried.recipient,
        &tried.provider,
        tried.state.code(),
        &tried.error,
        now.as_millisecond()
    ];
    tx.exec(&RECORD, values).map(drop)
}

/// Records older than `before`, newest first.
pub fn list(tx: &mut Tx, staff: StaffId, filter: &MessageFilter, before: i64, limit: i64) -> Result<Vec<Record>> {
    let (staff, readers) = (staff.get(), Act::ReadMessages.roles_text());
    match (&filter.order, filter.state) {
        (Some(number), _) => tx.all(&LIST_ORDER, p![staff, readers, before, limit, number], record_of),
        (None, Some(state)) => tx.all(&LIST_STATE, p![staff, readers, before, limit, state.code()], record_of),
        (None, None) => tx.all(&LIST, p![staff, readers, before, limit], record_of),
    }
}

/// One message, for those who may send it again.
pub fn to_resend(tx: &mut Tx, staff: StaffId, id: i64) -> Result<Option<Record>> {
    tx.opt(&GET, p![staff.get(), Act::ResendMessages.roles_text(), id], record_of)
}

/// Counts one more sending. False if the page was too old.
pub fn count_resend(tx: &mut Tx, id: i64, seen: i64, now: Timestamp) -> Result<bool> {
    Ok(tx.exec(&COUNT_RESEND, p![id, seen, now.as_millisecond()])? == 1)
}

/// The outbox row behind a record.
pub fn job(tx: &mut Tx, id: i64) -> Result<Option<JobOf>> {
    tx.opt(&JOB, p![id], |r| Ok(JobOf { kind: r.get(0)?, key: r.get(1)?, payload: r.get(2)?, ready: r.get(3)? }))
}

/// Counts at most `cap` failed records since a moment.
pub fn count_failed(tx: &mut Tx, staff: StaffId, since: Timestamp, cap: i64) -> Result<i64> {
    let values = p![staff.get(), Act::ReadMessages.roles_text(), since.as_millisecond(), cap];
    tx.one(&COUNT_FAILED, values, |r| r.get(0))
}
