-- What is left of a person who asked to be forgotten: enough to refuse them when a source sends them again, and no more.

create table erased_person (
    tenant    uuid not null references tenant,
    reference_hash bytea not null check (length(reference_hash) = 32),
    person_id uuid not null,
    kind      text not null check (kind in ('CONTACT', 'REP')),
    erased_at timestamptz not null,
    primary key (tenant, reference_hash)
);
comment on column erased_person.reference_hash is 'HMAC-SHA-256 of source, type and id in the source, under a key of the organisation: recognises, and does not tell';

alter table erased_person enable row level security;
create policy own_tenant on erased_person using (tenant = nullif(current_setting('nextbest.tenant', true), '')::uuid);

do $$
begin
    if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
        execute 'grant select, insert on erased_person to nextbest_app';
    end if;
end $$;

alter table snapshot add column redacted_at timestamptz;
comment on column snapshot.redacted_at is 'when a person was erased from it; its hash is that of what was there before';
alter table decision add column redacted_at timestamptz;
comment on column decision.redacted_at is 'when a person was erased from what it was made of: from then on it is recorded, not replayable';

-- Nothing personal travels through histories, so no key per person is needed there.
drop table person_key;

-- What is let go of is found by its age.
create index api_request_time on api_request (tenant, real_created_at);
create index link_use_time on link_use (tenant, real_used_at);
create index outbox_done on outbox (tenant, real_updated_at) where state in ('SENT', 'HELD');
create index inbox_words on inbox (tenant, known_at) where type in ('note', 'document', 'activity', 'signal') and data <> '{}';
