-- Windows that are still open count as the part of a case that has passed.
create index attribution_open on attribution (tenant, opened_at) where advanced = 'PENDING';
