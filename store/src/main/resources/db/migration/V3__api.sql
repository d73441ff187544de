-- What the API needs beyond the spine.

create table signing_key (
    tenant  uuid not null references tenant,
    purpose text not null check (purpose ~ '^[a-z][a-z-]{0,30}$'),
    key     bytea not null check (length(key) >= 32),
    real_created_at timestamptz not null,
    primary key (tenant, purpose)
);
comment on table signing_key is 'keys that sign what leaves the house and comes back, such as the answer links of a mail';

alter table signing_key enable row level security;
create policy own_tenant on signing_key using (tenant = nullif(current_setting('nextbest.tenant', true), '')::uuid);

do $$
begin
    if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
        execute 'grant select, insert, delete on signing_key to nextbest_app';
    end if;
end $$;

-- Lists are paged by id, and found by name.
create index deal_name on deal (tenant, lower(name));
create index access_token_tenant on access_token (tenant);
