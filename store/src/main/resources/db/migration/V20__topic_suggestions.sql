-- Topics that sales, marketing and clients ask research and product management for.

create table topic_suggestion (
    tenant uuid not null references tenant,
    id     uuid not null,
    words  text not null,
    text   text not null,
    at     timestamptz not null,
    answer text check (answer in ('ADOPTED', 'REJECTED')),
    answer_text text,
    answered_by text,
    answered_at timestamptz,
    primary key (tenant, id),
    check ((answer is null) = (answered_at is null))
);
comment on column topic_suggestion.words is 'what makes two suggestions the same: their words in the order of the alphabet, without plurals';
create unique index topic_suggestion_open on topic_suggestion (tenant, words) where answer is null;

create table topic_supporter (
    tenant        uuid not null references tenant,
    id            uuid not null,
    suggestion_id uuid not null,
    actor         text not null,
    client_id     uuid,
    at            timestamptz not null,
    primary key (tenant, id),
    unique nulls not distinct (tenant, suggestion_id, actor, client_id),
    foreign key (tenant, suggestion_id) references topic_suggestion (tenant, id),
    foreign key (tenant, client_id) references client (tenant, id)
);

do $$
declare
    t text;
begin
    foreach t in array array['topic_suggestion', 'topic_supporter']
    loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy own_tenant on %I using (tenant = nullif(current_setting(''nextbest.tenant'', true), '''')::uuid)', t);
        if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
            execute format('grant select, insert, update, delete on %I to nextbest_app', t);
        end if;
    end loop;
end $$;
