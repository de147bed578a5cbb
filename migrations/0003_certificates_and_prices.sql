-- Certificates row by row, prices by kind and years, the rules of projects as data.

-- What the project allows, as JSON; what it leaves out is the usual.
ALTER TABLE project ADD COLUMN rules TEXT NOT NULL DEFAULT '{}';

-- A list holds for orders once it is published and its day has come.
ALTER TABLE price_list ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE price_list ADD COLUMN published_at BIGINT;
UPDATE price_list SET published_at = valid_from,
  version = (SELECT count(*) FROM price_list earlier
    WHERE earlier.project_id = price_list.project_id AND earlier.valid_from <= price_list.valid_from);

-- `items` is empty where the counts say everything. The first release offers new certificates alone; the columns for
-- the other kinds of business are here already.
ALTER TABLE orders ADD COLUMN business TEXT NOT NULL DEFAULT 'new';
ALTER TABLE orders ADD COLUMN items TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN previous_order BIGINT REFERENCES orders(id);

ALTER TABLE certificate ADD COLUMN company_id BIGINT REFERENCES company(id);
ALTER TABLE certificate ADD COLUMN project_id BIGINT REFERENCES project(id);
ALTER TABLE certificate ADD COLUMN kind TEXT NOT NULL DEFAULT 'company';
ALTER TABLE certificate ADD COLUMN role TEXT NOT NULL DEFAULT 'sub';
ALTER TABLE certificate ADD COLUMN years BIGINT NOT NULL DEFAULT 1;
ALTER TABLE certificate ADD COLUMN seal TEXT;
ALTER TABLE certificate ADD COLUMN holder TEXT;
ALTER TABLE certificate ADD COLUMN replaces_certificate BIGINT REFERENCES certificate(id);
UPDATE certificate SET
  company_id = (SELECT company_id FROM orders WHERE orders.id = certificate.order_id),
  project_id = (SELECT project_id FROM orders WHERE orders.id = certificate.order_id);
UPDATE certificate SET role = 'main' WHERE position = 1;
UPDATE certificate SET seal = 'official' WHERE sealed;
-- Before a seal or a main key is ordered, the company's main keys on the platform are looked up.
CREATE INDEX certificate_main ON certificate (company_id, project_id) WHERE role = 'main';
