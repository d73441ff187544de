-- What the platform costs beside what it counts itself.

create table cost_entry (
    tenant       uuid not null references tenant,
    id           uuid not null,
    month        date not null check (extract(day from month) = 1),
    label        text not null check (length(label) between 1 and 80),
    amount_minor bigint not null check (amount_minor > 0),
    currency     char(3) not null,
    actor        text not null,
    at           timestamptz not null,
    removed_at   timestamptz,
    primary key (tenant, id)
);
create index cost_entry_month on cost_entry (tenant, month) where removed_at is null;
comment on table cost_entry is 'fees that people enter: licences, endpoints, whatever the platform cannot count itself';

create index audit_object on audit (tenant, object);

do $$
begin
    alter table cost_entry enable row level security;
    create policy own_tenant on cost_entry using (tenant = nullif(current_setting('nextbest.tenant', true), '')::uuid);
    if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
        grant select, insert, update, delete on cost_entry to nextbest_app;
    end if;
end $$;
