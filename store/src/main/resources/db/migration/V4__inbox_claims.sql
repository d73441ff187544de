-- Who is telling loops of news takes it for a while, so that two who look at the same time do not tell the same twice.
alter table inbox add column real_claimed_at timestamptz;
comment on column inbox.real_claimed_at is 'when somebody set out to tell the subject''s workflow; taken over by the next one who looks if it is not done a minute later';

-- By subject: news is given out by subject, and settled by subject when a deal closes.
drop index inbox_to_signal;
create index inbox_to_signal on inbox (tenant, subject_id) include (real_received_at) where real_signalled_at is null;
