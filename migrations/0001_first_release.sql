-- One text for both engines: {id}, {bytes} and {strict} are filled in by the runner (crates/db/src/migrate.rs).
-- Times are epoch milliseconds in UTC, written by the application. Money is whole fen.

CREATE TABLE company (
  id {id},
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  password TEXT NOT NULL,
  mobile TEXT NOT NULL,
  contact TEXT NOT NULL,
  profile TEXT,
  invoice_profile TEXT,
  consent_version TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
) {strict};

CREATE TABLE outlet (
  id {id},
  name TEXT NOT NULL UNIQUE,
  address TEXT NOT NULL,
  phone TEXT NOT NULL,
  hours TEXT NOT NULL,
  open BOOLEAN NOT NULL
) {strict};

CREATE TABLE staff (
  id {id},
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  outlet_id BIGINT REFERENCES outlet(id),
  password TEXT NOT NULL,
  totp_secret TEXT NOT NULL,
  totp_step BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  created_at BIGINT NOT NULL
) {strict};

CREATE TABLE session (
  id {id},
  token_hash {bytes} NOT NULL UNIQUE,
  company_id BIGINT REFERENCES company(id),
  staff_id BIGINT REFERENCES staff(id),
  csrf TEXT NOT NULL,
  captcha TEXT,
  captcha_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  CHECK (company_id IS NULL OR staff_id IS NULL)
) {strict};
CREATE INDEX session_seen ON session (seen_at);
CREATE INDEX session_company ON session (company_id);
CREATE INDEX session_staff ON session (staff_id);

CREATE TABLE sms_code (
  id {id},
  mobile TEXT NOT NULL,
  purpose TEXT NOT NULL,
  code TEXT NOT NULL,
  address TEXT NOT NULL,
  tries BIGINT NOT NULL,
  used BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
) {strict};
CREATE INDEX sms_code_mobile ON sms_code (mobile, created_at);
CREATE INDEX sms_code_address ON sms_code (address, created_at);

CREATE TABLE project (
  id {id},
  name TEXT NOT NULL UNIQUE,
  open BOOLEAN NOT NULL
) {strict};

CREATE TABLE price_list (
  id {id},
  project_id BIGINT NOT NULL REFERENCES project(id),
  name TEXT NOT NULL,
  valid_from BIGINT NOT NULL,
  items TEXT NOT NULL,
  UNIQUE (project_id, valid_from)
) {strict};

CREATE TABLE order_sequence (
  day BIGINT PRIMARY KEY,
  last BIGINT NOT NULL
) {strict};

-- One row per one-time operation number of a form: the second click finds what the first one made.
CREATE TABLE operation (
  key TEXT PRIMARY KEY,
  result TEXT NOT NULL,
  created_at BIGINT NOT NULL
) {strict};

CREATE TABLE orders (
  id {id},
  number TEXT NOT NULL UNIQUE,
  company_id BIGINT NOT NULL REFERENCES company(id),
  project_id BIGINT NOT NULL REFERENCES project(id),
  outlet_id BIGINT REFERENCES outlet(id),
  entered_by BIGINT REFERENCES staff(id),
  status TEXT NOT NULL,
  state TEXT NOT NULL,
  version BIGINT NOT NULL,
  submission BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  certificates BIGINT NOT NULL,
  seals BIGINT NOT NULL,
  delivery TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  CHECK (certificates >= 1),
  CHECK (seals >= 0 AND seals <= certificates),
  CHECK (amount >= 0)
) {strict};
CREATE INDEX orders_company ON orders (company_id, id);
CREATE INDEX orders_company_status ON orders (company_id, status, id);
CREATE INDEX orders_status ON orders (status, id);
CREATE INDEX orders_outlet ON orders (outlet_id, status, id);

-- What was frozen at each submission: the three profiles, the price and its price list.
CREATE TABLE submission (
  order_id BIGINT NOT NULL REFERENCES orders(id),
  submission BIGINT NOT NULL,
  price_list_id BIGINT NOT NULL REFERENCES price_list(id),
  snapshot TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (order_id, submission)
) {strict};

-- One row per transition, each hashed with the one before it of the same order.
CREATE TABLE history (
  order_id BIGINT NOT NULL REFERENCES orders(id),
  version BIGINT NOT NULL,
  at BIGINT NOT NULL,
  status TEXT NOT NULL,
  event TEXT NOT NULL,
  actor TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  note TEXT NOT NULL,
  hash {bytes} NOT NULL,
  PRIMARY KEY (order_id, version)
) {strict};

CREATE TABLE payment_attempt (
  id {id},
  order_id BIGINT NOT NULL REFERENCES orders(id),
  submission BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  trade TEXT NOT NULL UNIQUE,
  amount BIGINT NOT NULL,
  state TEXT NOT NULL,
  qr_code TEXT,
  gateway_trade TEXT,
  refunded BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  settled_at BIGINT,
  UNIQUE (order_id, submission, seq),
  CHECK (amount > 0),
  CHECK (refunded >= 0 AND refunded <= amount)
) {strict};

CREATE TABLE refund (
  id {id},
  attempt_id BIGINT NOT NULL UNIQUE REFERENCES payment_attempt(id),
  order_id BIGINT NOT NULL REFERENCES orders(id),
  number TEXT NOT NULL UNIQUE,
  amount BIGINT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  last_error TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  CHECK (amount > 0)
) {strict};
CREATE INDEX refund_order ON refund (order_id);
CREATE INDEX refund_state ON refund (state, id);

CREATE TABLE invoice (
  id {id},
  order_id BIGINT NOT NULL REFERENCES orders(id),
  company_id BIGINT NOT NULL REFERENCES company(id),
  submission BIGINT NOT NULL,
  request TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  mail TEXT NOT NULL,
  email TEXT NOT NULL,
  amount BIGINT NOT NULL,
  ordered TEXT NOT NULL,
  number TEXT,
  pdf_url TEXT,
  pdf {bytes},
  issued_at BIGINT,
  last_error TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  UNIQUE (order_id, submission),
  CHECK (amount > 0)
) {strict};
CREATE INDEX invoice_company ON invoice (company_id, id);

CREATE TABLE certificate (
  id {id},
  order_id BIGINT NOT NULL REFERENCES orders(id),
  submission BIGINT NOT NULL,
  position BIGINT NOT NULL,
  sealed BOOLEAN NOT NULL,
  state TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (order_id, submission, position)
) {strict};

CREATE TABLE outbox (
  id {id},
  kind TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  run_at BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  last_error TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
) {strict};
CREATE INDEX outbox_due ON outbox (state, run_at);

-- Everything that a gateway told us, as it came, with what was made of it.
CREATE TABLE notice (
  id {id},
  source TEXT NOT NULL,
  body {bytes} NOT NULL,
  verdict TEXT NOT NULL,
  received_at BIGINT NOT NULL
) {strict};

-- Money that needs a person: wrong amounts, refunds that we did not order.
CREATE TABLE money_case (
  id {id},
  attempt_id BIGINT NOT NULL REFERENCES payment_attempt(id),
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL,
  open BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL
) {strict};
