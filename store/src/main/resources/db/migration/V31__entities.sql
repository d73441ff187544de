-- One client, contact, product or competitor under several names: what may be the same, what people said, and everything that
-- a merge moved, so that a split brings it back.

create table entity_match (
    tenant     uuid not null references tenant,
    id         uuid not null,
    kind       text not null check (kind in ('CLIENT', 'CONTACT', 'PRODUCT', 'DEAL', 'COMPETITOR', 'INDUSTRY', 'COUNTRY')),
    from_id    uuid,
    into_id    uuid,
    from_name  text not null,
    into_name  text not null,
    confidence double precision not null check (confidence between 0 and 1),
    reason     text not null,
    state      text not null check (state in ('OPEN', 'MERGED', 'DIFFERENT', 'SUBSIDIARY', 'SPLIT')),
    automatic  boolean not null default false,
    found_at   timestamptz not null,
    decided_at timestamptz,
    decided_by text,
    primary key (tenant, id),
    check ((kind in ('CLIENT', 'CONTACT', 'PRODUCT', 'DEAL')) = (from_id is not null and into_id is not null)),
    check ((state = 'OPEN') = (decided_at is null)),
    check (not automatic or confidence >= 0.95)
);
comment on table entity_match is 'two names that may be one; those of words (competitors, industries, countries) have no ids';
comment on column entity_match.automatic is 'merged without a person, because it was sure enough; the check keeps the threshold';
create unique index entity_match_pair on entity_match (tenant, kind, coalesce(cast(from_id as text), from_name), coalesce(cast(into_id as text), into_name))
    where state <> 'SPLIT';
create index entity_match_state on entity_match (tenant, state, confidence);

create table entity_move (
    tenant   uuid not null references tenant,
    match_id uuid not null,
    seq      bigint generated always as identity,
    place    text not null,
    key      jsonb not null,
    old      jsonb,
    primary key (tenant, match_id, seq),
    foreign key (tenant, match_id) references entity_match (tenant, id)
);
comment on table entity_move is 'each value that a merge changed, and what it was';

create table entity_alias (
    tenant      uuid not null references tenant,
    source      text not null,
    type        text not null,
    external_id text not null,
    match_id    uuid not null,
    primary key (tenant, source, type, external_id, match_id),
    foreign key (tenant, match_id) references entity_match (tenant, id)
);
comment on table entity_alias is 'ids of other systems that stand for something else because of a merge';

create table entity_news (
    tenant   uuid not null references tenant,
    match_id uuid not null,
    source   text not null,
    event_id text not null,
    primary key (tenant, match_id, source, event_id),
    foreign key (tenant, match_id) references entity_match (tenant, id)
);
comment on table entity_news is 'events that came under the name that a merge gave up, after it; a split brings back what they said';

alter table client add column merged_into uuid;
alter table contact add column merged_into uuid;
alter table product add column merged_into uuid;
comment on column client.merged_into is 'the client that this one turned out to be; nothing hangs on it any more';

alter table holding add column source text, add column event_id text;
comment on column holding.event_id is 'the event that told of it; empty for what was told before this was kept';

create index fact_clients on fact using gin (value jsonb_path_ops) where field in ('client', 'products');
create index activity_event on activity (tenant, source, event_id);
create index signal_event on signal (tenant, source, event_id);

do $$
declare
    t text;
begin
    foreach t in array array['entity_match', 'entity_move', 'entity_alias', 'entity_news']
    loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy own_tenant on %I using (tenant = nullif(current_setting(''nextbest.tenant'', true), '''')::uuid)', t);
        if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
            execute format('grant select, insert, update, delete on %I to nextbest_app', t);
        end if;
    end loop;
end $$;
