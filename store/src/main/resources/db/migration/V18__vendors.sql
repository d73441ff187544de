-- Systems outside where people work: how they are reached, what they called, how far they were read.

create table vendor_connection (
    tenant   uuid not null references tenant,
    source   text not null check (source ~ '^[a-z][a-z0-9-]{0,39}$'),
    vendor   text not null,
    settings jsonb not null,
    secrets  bytea not null,
    mapping  jsonb not null,
    reads    boolean not null default false,
    writes   boolean not null default false,
    trouble  text check (length(trouble) <= 500),
    real_changed_at timestamptz not null,
    primary key (tenant, source)
);
comment on column vendor_connection.source is 'the name under which the vendor''s ids are known, and the channel of what is written there';
comment on column vendor_connection.secrets is 'sealed with the tenant''s key; never shown again';
comment on column vendor_connection.trouble is 'what a person has to see to; empty: all is well';

create table vendor_token (
    tenant uuid not null references tenant,
    source text not null,
    sealed bytea,
    real_until timestamptz,
    real_leased_until timestamptz,
    primary key (tenant, source),
    foreign key (tenant, source) references vendor_connection (tenant, source) on delete cascade
);
comment on column vendor_token.real_leased_until is 'one process asks the vendor for a new one until then; the others wait';

create table vendor_call (
    tenant uuid not null references tenant,
    source text not null,
    digest bytea not null,
    body   bytea not null,
    real_received_at timestamptz not null,
    real_done_at timestamptz,
    primary key (tenant, source, digest),
    foreign key (tenant, source) references vendor_connection (tenant, source) on delete cascade
);
create index vendor_call_waiting on vendor_call (tenant, source, real_received_at) where real_done_at is null;
create index vendor_call_age on vendor_call (tenant, source, real_received_at);
comment on table vendor_call is 'webhooks as they came; the key recognises one that comes again';

create table vendor_position (
    tenant uuid not null references tenant,
    source text not null,
    kind   text not null,
    task   text not null check (task in ('LOAD', 'CHANGES', 'WALK')),
    since  timestamptz,
    place  text,
    records bigint not null default 0,
    real_began_at timestamptz not null,
    real_ended_at timestamptz,
    primary key (tenant, source, kind, task),
    foreign key (tenant, source) references vendor_connection (tenant, source) on delete cascade
);
comment on column vendor_position.place is 'where to read on; empty: from the beginning';

create table vendor_refusal (
    tenant uuid not null references tenant,
    source text not null,
    kind   text not null,
    record text not null,
    field  text not null,
    seen   text not null,
    allowed text not null,
    real_at timestamptz not null,
    primary key (tenant, source, kind, record, field),
    foreign key (tenant, source) references vendor_connection (tenant, source) on delete cascade
);
create index vendor_refusal_latest on vendor_refusal (tenant, source, real_at desc);
comment on table vendor_refusal is 'what was not taken of a vendor''s records, and why; the latest word on each field';

create table vendor_task (
    tenant  uuid not null references tenant,
    source  text not null,
    task    text not null,
    card_id uuid not null,
    state   text not null check (state in ('OPEN', 'COMPLETED', 'DELETED')),
    real_changed_at timestamptz not null,
    primary key (tenant, source, task),
    foreign key (tenant, source) references vendor_connection (tenant, source) on delete cascade,
    foreign key (tenant, card_id) references card (tenant, id)
);
create index vendor_task_open on vendor_task (tenant, source, task) where state = 'OPEN';
comment on table vendor_task is 'tasks that we wrote, by the vendor''s id';

alter table limiter add column real_closed_until timestamptz;
comment on column limiter.real_window_start is 'when used was last brought up to date; it runs off evenly from then on';
comment on column limiter.real_closed_until is 'the vendor said later: nobody asks until then';

do $$
declare
    t text;
begin
    foreach t in array array['vendor_connection', 'vendor_token', 'vendor_call', 'vendor_position', 'vendor_refusal', 'vendor_task'] loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy own_tenant on %I using (tenant = nullif(current_setting(''nextbest.tenant'', true), '''')::uuid)', t);
        if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
            execute format('grant select, insert, update, delete on %I to nextbest_app', t);
        end if;
    end loop;
end $$;
