-- Calls that vendors recorded: which deal each was put to, how sure that is, and which could not be put to any.

create table vendor_talk (
    tenant     uuid not null references tenant,
    source     text not null,
    call       text not null check (length(call) <= 200),
    began      timestamptz not null,
    page       text check (length(page) <= 500),
    state      text not null check (state in ('LINKED', 'UNLINKED', 'GONE')),
    subject_id uuid,
    confidence double precision not null check (confidence between 0 and 1),
    basis      text not null,
    candidates jsonb not null default '[]',
    linked_by  text,
    heard      boolean not null default false,
    real_found_at timestamptz not null,
    real_tried_at timestamptz not null,
    primary key (tenant, source, call),
    foreign key (tenant, source) references vendor_connection (tenant, source) on delete cascade,
    foreign key (tenant, subject_id) references subject (tenant, id),
    check (state <> 'LINKED' or subject_id is not null)
);
create index vendor_talk_due on vendor_talk (tenant, source, real_tried_at) where state <> 'GONE' and not heard;
create index vendor_talk_state on vendor_talk (tenant, source, state, began desc);
comment on table vendor_talk is 'calls that were recorded at a vendor; not what was said in them';
comment on column vendor_talk.confidence is 'how sure it is that the call belongs to the deal: assigned by rule, not measured';
comment on column vendor_talk.candidates is 'deals that it could belong to, the surest first';
comment on column vendor_talk.heard is 'what was said has been read, or will not come any more';

-- calls are put to deals by who took part
create index contact_email on contact (tenant, lower(email)) where email is not null;
create index contact_mail_domain on contact (tenant, split_part(lower(email), '@', 2)) where email is not null;
create index fact_stakeholders on fact using gin (value jsonb_path_ops) where field = 'stakeholders';

alter table vendor_talk enable row level security;
create policy own_tenant on vendor_talk using (tenant = nullif(current_setting('nextbest.tenant', true), '')::uuid);
do $$
begin
    if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
        grant select, insert, update, delete on vendor_talk to nextbest_app;
    end if;
end $$;
