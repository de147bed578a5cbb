-- Staff accounts that an administrator looks after, and what is configured by pages: outlets, projects,
-- announcements. One text for both engines, as in 0001. `version` counts the changes of a row, for its page.

ALTER TABLE staff ADD COLUMN enabled BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE staff ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE staff ADD COLUMN password_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE staff ADD COLUMN login_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE staff ADD COLUMN created_by BIGINT REFERENCES staff(id);

-- Links that are used once: the first administrator's (no staff_id), and those that let a person set a password.
CREATE TABLE staff_link (
  id {id},
  token_hash {bytes} NOT NULL UNIQUE,
  staff_id BIGINT UNIQUE REFERENCES staff(id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
) {strict};

-- A right password without a second factor yet: this visitor may enrol the secret, and nothing else.
CREATE TABLE staff_enrolment (
  session_id BIGINT PRIMARY KEY REFERENCES session(id) ON DELETE CASCADE,
  staff_id BIGINT NOT NULL REFERENCES staff(id),
  secret TEXT NOT NULL,
  expires_at BIGINT NOT NULL
) {strict};

ALTER TABLE outlet ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE project ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
-- price_list.version numbers the lists of a project; `edits` counts the changes of a draft.
ALTER TABLE price_list ADD COLUMN edits BIGINT NOT NULL DEFAULT 1;

-- 公告: plain text, shown from the first to the last day.
CREATE TABLE announcement (
  id {id},
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  shown_from BIGINT NOT NULL,
  shown_until BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_by BIGINT NOT NULL REFERENCES staff(id),
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  CHECK (shown_from < shown_until)
) {strict};
CREATE INDEX announcement_shown ON announcement (shown_until);
