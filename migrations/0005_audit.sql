-- Sealed personal data (docs/decisions/0014), and the trail of what staff and companies did outside an order's history.

-- Look-ups by a sealed number go through its blind index. Codes live for a day: older rows have none.
ALTER TABLE sms_code ADD COLUMN mobile_blind TEXT NOT NULL DEFAULT '';
CREATE INDEX sms_code_blind ON sms_code (mobile_blind, created_at);

-- One row that only the right keys open.
CREATE TABLE vault_proof (
  id BIGINT PRIMARY KEY,
  sealed TEXT NOT NULL
) {strict};

-- How often an invoice was sent again, and on which Beijing day (as 20261123) that was.
ALTER TABLE invoice ADD COLUMN resent_day BIGINT NOT NULL DEFAULT 0;
ALTER TABLE invoice ADD COLUMN resent BIGINT NOT NULL DEFAULT 0;

-- One chain over everything: `seq` has no gap, each hash covers the row before it.
CREATE TABLE audit (
  seq BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  action TEXT NOT NULL,
  actor TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash {bytes} NOT NULL
) {strict};
CREATE INDEX audit_at ON audit (at);
CREATE INDEX audit_action ON audit (action, seq);
CREATE INDEX audit_actor ON audit (actor_name, seq);

-- The end of the chain: whoever adds a row locks this one.
CREATE TABLE audit_head (
  id BIGINT PRIMARY KEY,
  seq BIGINT NOT NULL,
  hash {bytes} NOT NULL
) {strict};
