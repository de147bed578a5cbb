-- Programs of trading platforms that ask after orders, and the key by which a platform knows an order.
-- One text for both engines, as in 0001.

-- 统一社会信用代码 as it was submitted and reviewed: what a platform finds a company by. The company may change the one
-- in its profile at any time.
ALTER TABLE submission ADD COLUMN credit_code TEXT NOT NULL DEFAULT '';
CREATE INDEX submission_credit_code ON submission (credit_code);

-- 接口客户端. The token itself is shown once and stored nowhere.
CREATE TABLE api_client (
  id {id},
  name TEXT NOT NULL,
  project_id BIGINT NOT NULL REFERENCES project(id),
  token_hash {bytes} NOT NULL UNIQUE,
  hint TEXT NOT NULL,
  created_by BIGINT NOT NULL REFERENCES staff(id),
  created_at BIGINT NOT NULL,
  used_at BIGINT,
  revoked_at BIGINT
) {strict};
-- A name is free again once its client was revoked.
CREATE UNIQUE INDEX api_client_name ON api_client (name) WHERE revoked_at IS NULL;

-- How often a client asked on a Beijing day (as 20261123); written at most once a minute.
CREATE TABLE api_client_day (
  client_id BIGINT NOT NULL REFERENCES api_client(id),
  day BIGINT NOT NULL,
  asked BIGINT NOT NULL,
  PRIMARY KEY (client_id, day)
) {strict};

-- A key may name several orders: one that was closed, and the one that took its place.
CREATE TABLE external_key (
  order_id BIGINT PRIMARY KEY REFERENCES orders(id),
  key TEXT NOT NULL,
  created_at BIGINT NOT NULL
) {strict};
CREATE INDEX external_key_key ON external_key (key, order_id);
