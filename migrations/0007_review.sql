-- What reviewers and those who look after the whole need: how long an order has stood where it stands, the library of
-- reasons, marks by which the same person, address or file is found again, tallies, the rescue of accounts.
-- One text for both engines, as in 0001.

-- Since when an order has its status. The queues are small parts of a large table, hence partial indexes.
ALTER TABLE orders ADD COLUMN status_since BIGINT NOT NULL DEFAULT 0;
UPDATE orders SET status_since = updated_at;
CREATE INDEX orders_under_review ON orders (status_since, id) WHERE status = 'under_review';
CREATE INDEX orders_to_ship ON orders (status_since, id) WHERE status = 'to_ship';
CREATE INDEX orders_processing ON orders (status_since, id) WHERE status = 'processing';
CREATE INDEX orders_project ON orders (project_id, status, id);

-- 拒绝原因库. What was used is never deleted: it is switched off.
CREATE TABLE reject_reason (
  id {id},
  code TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  points_at TEXT,
  position BIGINT NOT NULL,
  enabled BOOLEAN NOT NULL,
  used BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
) {strict};
INSERT INTO reject_reason (code, title, text, points_at, position, enabled, used, version, created_at, updated_at)
VALUES
  ('wrong_kind', '注册类型选错', '请照营业执照选择企业类型后重新提交。', 'company_kind', 1, true, 0, 1, 0, 0),
  ('unclear_scan', '扫描件不清晰', '请上传四角完整、文字清楚的彩色扫描件或照片。', 'licence', 2, true, 0, 1, 0, 0),
  ('mismatch', '资料与证件不一致', '请照证件原文逐字核对后修改。', 'company_profile', 3, true, 0, 1, 0, 0),
  ('no_stamp', '复印件未盖章', '复印件须加盖单位公章后再扫描上传。', 'application', 4, true, 0, 1, 0, 0),
  ('legal_person', '法定代表人与执照不一致', '请照营业执照填写法定代表人。', 'legal_name', 5, true, 0, 1, 0, 0);

-- A person, an address or a file of a submission, as an index that cannot be read back.
CREATE TABLE submission_mark (
  id {id},
  kind TEXT NOT NULL,
  mark TEXT NOT NULL,
  company_id BIGINT NOT NULL REFERENCES company(id),
  order_id BIGINT NOT NULL REFERENCES orders(id),
  at BIGINT NOT NULL,
  UNIQUE (kind, mark, order_id)
) {strict};
CREATE INDEX submission_mark_at ON submission_mark (at);

-- What a reviewer writes down for colleagues when approving in spite of a doubt; the company never sees it.
CREATE TABLE review_note (
  order_id BIGINT NOT NULL REFERENCES orders(id),
  version BIGINT NOT NULL,
  staff_id BIGINT NOT NULL REFERENCES staff(id),
  note TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (order_id, version)
) {strict};

-- How many decisions a reviewer has made on a Beijing day, and how long they took from the claim on.
CREATE TABLE review_tally (
  staff_id BIGINT NOT NULL REFERENCES staff(id),
  day BIGINT NOT NULL,
  approved BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  spent_ms BIGINT NOT NULL,
  PRIMARY KEY (staff_id, day)
) {strict};

-- A company that may not log in, and why.
ALTER TABLE company ADD COLUMN disabled BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE company ADD COLUMN disabled_reason TEXT NOT NULL DEFAULT '';

-- For look-ups: names by how they begin, and the number of the licence, which is public.
CREATE INDEX company_name_begins ON company (name_key /*pg collate "C" */);
ALTER TABLE company ADD COLUMN credit_code TEXT NOT NULL DEFAULT '';
ALTER TABLE company ADD COLUMN mobile_blind TEXT NOT NULL DEFAULT '';
CREATE INDEX company_credit_code ON company (credit_code);
CREATE INDEX company_mobile ON company (mobile_blind);

-- Account rescue: support asks, a supervisor releases. The new mobile is sealed.
CREATE TABLE account_rescue (
  id {id},
  company_id BIGINT NOT NULL REFERENCES company(id),
  mobile TEXT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  asked_by BIGINT NOT NULL REFERENCES staff(id),
  asked_at BIGINT NOT NULL,
  decided_by BIGINT REFERENCES staff(id),
  decided_at BIGINT,
  CHECK (decided_by IS NULL OR decided_by <> asked_by)
) {strict};
CREATE INDEX account_rescue_state ON account_rescue (state, id);
CREATE INDEX account_rescue_company ON account_rescue (company_id, id);
