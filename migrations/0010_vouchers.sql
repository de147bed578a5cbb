-- A bank voucher pays back one refund. Its number is sealed; this blind index of it can be compared.
-- One text for both engines, as in 0001.

-- NULL for what was registered before there was this column.
ALTER TABLE offline_refund ADD COLUMN voucher_blind TEXT;
CREATE UNIQUE INDEX offline_refund_voucher ON offline_refund (voucher_blind) WHERE voucher_blind IS NOT NULL;
