-- Signals that were read out of notes, mails and the summaries of calls, beside those that a source told.

alter table signal add column read_by text;
comment on column signal.read_by is 'who read the signal in the text of the same event: cues, or the name of a language model; null if a source told it';

alter table draft_policy add column read_notes boolean not null default true;
comment on column draft_policy.read_notes is 'whether what people wrote down is read for signals';

create table text_reading (
    tenant     uuid not null references tenant,
    source     text not null,
    event_id   text not null,
    reader     text not null,
    found      int not null check (found >= 0),
    outcome    text not null,
    read_at    timestamptz not null,
    primary key (tenant, source, event_id, reader)
);
comment on table text_reading is 'which texts a language model has read for signals, so that none is read twice';
comment on column text_reading.outcome is 'read, or why there was no answer: a word for counting';

do $$
begin
    alter table text_reading enable row level security;
    create policy own_tenant on text_reading using (tenant = nullif(current_setting('nextbest.tenant', true), '')::uuid);
    if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
        grant select, insert, update, delete on text_reading to nextbest_app;
    end if;
end $$;
