-- Which gateway a payment was opened at, and where its refund goes. The default is the one gateway that there was before
-- this column; a program of that time, running beside a newer one, keeps writing for it.
-- One text for both engines, as in 0001.

ALTER TABLE payment_attempt ADD COLUMN gateway TEXT NOT NULL DEFAULT 'alipay';
ALTER TABLE refund ADD COLUMN gateway TEXT NOT NULL DEFAULT 'alipay';
