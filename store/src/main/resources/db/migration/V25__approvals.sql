-- What waits for a manager's word before it decides anything.

create table approval (
    tenant      uuid not null references tenant,
    id          uuid not null,
    kind        text not null check (kind in ('CATALOGUE', 'MODEL')),
    item        text not null check (item <> ''),
    note        text not null default '',
    asked_by    text not null,
    asked_at    timestamptz not null,
    answer      text check (answer in ('APPROVED', 'REFUSED', 'OVERTAKEN')),
    reason      text not null default '',
    answered_by text,
    answered_at timestamptz,
    primary key (tenant, id),
    check ((answer is null) = (answered_at is null) and (answer is null) = (answered_by is null))
);
create unique index approval_open on approval (tenant, kind, item) where answer is null;
create index approval_latest on approval (tenant, asked_at desc);
comment on column approval.item is 'the version of the catalogue, or the number of the model''s version';
comment on column approval.answer is 'OVERTAKEN: a younger version of the model took its place before anybody answered';

alter table approval enable row level security;
create policy own_tenant on approval using (tenant = nullif(current_setting('nextbest.tenant', true), '')::uuid);

do $$
begin
    if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
        grant select, insert, update on approval to nextbest_app;
    end if;
end $$;
