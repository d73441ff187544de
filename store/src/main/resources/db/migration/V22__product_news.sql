-- News that make older results count for less.

create table product_news (
    tenant        uuid not null references tenant,
    id            uuid not null,
    action        text,
    what          text not null check (what <> ''),
    actor         text not null,
    at            timestamptz not null,
    taken_back_at timestamptz,
    primary key (tenant, id)
);
comment on table product_news is 'something changed in what is sold: results of the months before count half, for one action or for all where the action is null';

alter table product_news enable row level security;
create policy own_tenant on product_news using (tenant = nullif(current_setting('nextbest.tenant', true), '')::uuid);

do $$
begin
    if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
        execute 'grant select, insert, update on product_news to nextbest_app';
    end if;
end $$;
