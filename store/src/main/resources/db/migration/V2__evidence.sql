-- What snapshots and evidence read often and V1 has no path to.

create index activity_rep on activity (tenant, rep_id, occurred_at) where rep_id is not null and minutes is not null;
comment on index activity_rep is 'what a rep has done today';

create index inbox_client on inbox (tenant, subject_id) where type = 'client';
create index inbox_contact on inbox (tenant, source, (data ->> 'id')) where type = 'contact';
create index inbox_subject_time on inbox (tenant, real_received_at) where subject_id is not null;
comment on index inbox_subject_time is 'which deals have news since the history was last read';
