-- A rep's own words on their way to the answer that they belong to. They wait here so that no workflow history holds them.
create table rep_words (
    tenant    uuid not null references tenant,
    answer_id text not null,
    words     text not null check (length(words) <= 500),
    real_received_at timestamptz not null,
    primary key (tenant, answer_id)
);
comment on table rep_words is 'words that wait for their answer to be recorded; the row goes when it is';

alter table rep_words enable row level security;
create policy own_tenant on rep_words using (tenant = nullif(current_setting('nextbest.tenant', true), '')::uuid);

do $$
begin
    if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
        execute 'grant select, insert, update, delete on rep_words to nextbest_app';
    end if;
end $$;
