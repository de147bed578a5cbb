-- Shipping lists that were uploaded and looked at, the outlet's contact log, the collector's identity, refunds that are
-- paid off line, notes on money cases, and what was sent to whom.

-- What the dry run of an uploaded shipping list showed; importing carries out these rows and nothing else.
CREATE TABLE waybill_batch (
  id {id},
  token TEXT NOT NULL UNIQUE,
  staff_id BIGINT NOT NULL REFERENCES staff(id),
  file_name TEXT NOT NULL,
  rows TEXT NOT NULL,
  result TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  imported_at BIGINT
) {strict};
CREATE INDEX waybill_batch_expires ON waybill_batch (expires_at);

-- 联系记录 of an outlet: pickups send no SMS, so this is the only trace of its effort.
CREATE TABLE outlet_contact (
  id {id},
  order_id BIGINT NOT NULL REFERENCES orders(id),
  staff_id BIGINT NOT NULL REFERENCES staff(id),
  staff_name TEXT NOT NULL,
  way TEXT NOT NULL,
  result TEXT NOT NULL,
  appointment TEXT,
  note TEXT NOT NULL,
  at BIGINT NOT NULL
) {strict};
CREATE INDEX outlet_contact_order ON outlet_contact (order_id, id);

-- Who took the goods: the document's number is sealed.
CREATE TABLE handover_record (
  order_id BIGINT PRIMARY KEY REFERENCES orders(id),
  staff_id BIGINT NOT NULL REFERENCES staff(id),
  staff_name TEXT NOT NULL,
  identity TEXT NOT NULL,
  at BIGINT NOT NULL
) {strict};

-- A refund that the gateway cannot carry out: who registered the voucher is never who releases it.
CREATE TABLE offline_refund (
  refund_id BIGINT PRIMARY KEY REFERENCES refund(id),
  voucher TEXT NOT NULL,
  asked_by BIGINT NOT NULL REFERENCES staff(id),
  asked_name TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  released_by BIGINT REFERENCES staff(id),
  released_name TEXT,
  released_at BIGINT,
  CHECK (released_by IS NULL OR released_by <> asked_by)
) {strict};

-- Refunds after sale that a supervisor asked for and finance has not released (T17).
CREATE TABLE after_sale_waiting (
  order_id BIGINT PRIMARY KEY REFERENCES orders(id),
  asked_at BIGINT NOT NULL
) {strict};

CREATE TABLE money_case_note (
  id {id},
  case_id BIGINT NOT NULL REFERENCES money_case(id),
  staff_id BIGINT NOT NULL REFERENCES staff(id),
  staff_name TEXT NOT NULL,
  kind TEXT NOT NULL,
  note TEXT NOT NULL,
  at BIGINT NOT NULL
) {strict};
CREATE INDEX money_case_note_case ON money_case_note (case_id, id);
CREATE INDEX money_case_open ON money_case (open, id);

-- One row per message that a worker sent or tried to send. No text: texts hold codes and temporary passwords.
CREATE TABLE message_record (
  id {id},
  job_id BIGINT NOT NULL UNIQUE REFERENCES outbox(id),
  channel TEXT NOT NULL,
  kind TEXT NOT NULL,
  order_id BIGINT REFERENCES orders(id),
  recipient TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  state TEXT NOT NULL,
  last_error TEXT NOT NULL,
  tries BIGINT NOT NULL,
  resent BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
) {strict};
CREATE INDEX message_record_state ON message_record (state, id);
CREATE INDEX message_record_order ON message_record (order_id, id);

-- 红字发票号码, once finance has flushed an invoice at the tax platform.
ALTER TABLE invoice ADD COLUMN red_number TEXT;

-- The lists of finance walk by time and by state.
CREATE INDEX payment_attempt_settled ON payment_attempt (settled_at);
CREATE INDEX payment_attempt_state ON payment_attempt (state, id);
CREATE INDEX refund_updated ON refund (updated_at);
CREATE INDEX invoice_state ON invoice (state, id);
CREATE INDEX invoice_mail ON invoice (mail, id);
CREATE INDEX outbox_state ON outbox (state, id);
