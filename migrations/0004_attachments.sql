-- Uploaded files and what they are for. The bytes lie in the object store under `stored`; a file is there before its
-- row is, and a row goes before its file does.

CREATE TABLE attachment (
  id {id},
  company_id BIGINT NOT NULL REFERENCES company(id),
  stored TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  material TEXT NOT NULL,
  size BIGINT NOT NULL,
  width BIGINT NOT NULL,
  height BIGINT NOT NULL,
  pages BIGINT NOT NULL,
  sha256 {bytes} NOT NULL,
  warnings TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  CHECK (size > 0)
) {strict};
CREATE INDEX attachment_company ON attachment (company_id, id);

-- The matrix (design/forms.md, section 9). A rule holds from a moment to a moment; `certificate` '' is any type.
CREATE TABLE material_rule (
  id {id},
  project_id BIGINT NOT NULL REFERENCES project(id),
  business TEXT NOT NULL,
  certificate TEXT NOT NULL,
  material TEXT NOT NULL,
  condition TEXT NOT NULL,
  source TEXT NOT NULL,
  required BOOLEAN NOT NULL,
  position BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_until BIGINT,
  UNIQUE (project_id, business, certificate, material, condition, valid_from)
) {strict};

-- What a company keeps with its profile, and what belongs to one order: the newest file of each place.
CREATE TABLE company_material (
  company_id BIGINT NOT NULL REFERENCES company(id),
  material TEXT NOT NULL,
  attachment_id BIGINT NOT NULL REFERENCES attachment(id),
  PRIMARY KEY (company_id, material)
) {strict};
CREATE INDEX company_material_attachment ON company_material (attachment_id);

CREATE TABLE order_material (
  order_id BIGINT NOT NULL REFERENCES orders(id),
  material TEXT NOT NULL,
  position BIGINT NOT NULL,
  attachment_id BIGINT NOT NULL REFERENCES attachment(id),
  PRIMARY KEY (order_id, material, position)
) {strict};
CREATE INDEX order_material_attachment ON order_material (attachment_id);

-- What was frozen at each submission; never changed afterwards.
CREATE TABLE submission_material (
  order_id BIGINT NOT NULL REFERENCES orders(id),
  submission BIGINT NOT NULL,
  material TEXT NOT NULL,
  position BIGINT NOT NULL,
  attachment_id BIGINT NOT NULL REFERENCES attachment(id),
  PRIMARY KEY (order_id, submission, material, position)
) {strict};
CREATE INDEX submission_material_attachment ON submission_material (attachment_id);
