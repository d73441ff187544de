-- What came of recommendations whose loop has ended is looked at by the sweep.
create index subject_next_due on subject (tenant, next_due_at) where next_due_at is not null;
comment on column subject.next_due_at is 'business time at which time alone next changes what came of the subject''s recommendations';
