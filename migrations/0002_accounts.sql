-- What accounts need beyond a login: limits, temporary passwords, consent with its time, kept forms.

-- What a session must do first ('', 'password', 'consent'), and where it was opened, as its owner reads it.
ALTER TABLE session ADD COLUMN duty TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';

-- Every version of the terms that a company agreed to, and when. The newest stands in company.consent_version too.
CREATE TABLE consent (
  company_id BIGINT NOT NULL REFERENCES company(id),
  version TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (company_id, version)
) {strict};
INSERT INTO consent (company_id, version, at) SELECT id, consent_version, created_at FROM company;

-- At most one per company: a newer one replaces it, its use removes it.
CREATE TABLE temporary_password (
  company_id BIGINT PRIMARY KEY REFERENCES company(id),
  password TEXT NOT NULL,
  tries BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
) {strict};

-- Who asks for a temporary password or a code to log in; looked up by the worker. Both texts are sealed, and blank
-- once the message is on its way.
CREATE TABLE recovery (
  id {id},
  wish TEXT NOT NULL,
  request TEXT NOT NULL,
  secret TEXT NOT NULL,
  created_at BIGINT NOT NULL
) {strict};
CREATE INDEX recovery_created ON recovery (created_at);

-- What the limits count. A name is a kind and a digest, never a number, an address or a company in plain text.
CREATE TABLE limit_event (
  id {id},
  name TEXT NOT NULL,
  at BIGINT NOT NULL
) {strict};
CREATE INDEX limit_event_name ON limit_event (name, at);
CREATE INDEX limit_event_at ON limit_event (at);

-- A form that came after its session had ended, for the next login of the same company. The body is sealed.
CREATE TABLE kept_form (
  id {id},
  company_id BIGINT NOT NULL REFERENCES company(id),
  path TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL
) {strict};
CREATE INDEX kept_form_company ON kept_form (company_id, id);
CREATE INDEX kept_form_created ON kept_form (created_at);
