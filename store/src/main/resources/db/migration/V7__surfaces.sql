-- What people leave on the pages beside their answers.

create table step_done (
    tenant  uuid not null references tenant,
    card_id uuid not null,
    step    smallint not null check (step between 1 and 50),
    done_at timestamptz not null,
    primary key (tenant, card_id, step),
    foreign key (tenant, card_id) references card (tenant, id)
);
comment on table step_done is 'steps of a card that the rep ticked; ticking is no answer';

create table rep_view (
    tenant  uuid not null references tenant,
    rep_id  uuid not null,
    amount  text not null check (amount in ('LESS', 'STANDARD', 'MORE')),
    since   timestamptz not null,
    primary key (tenant, rep_id),
    foreign key (tenant, rep_id) references rep (tenant, id)
);
comment on column rep_view.amount is 'how much a card shows the rep: LESS only the first recommendation, MORE also what was outranked';

create table asked_for (
    tenant      uuid not null references tenant,
    id          uuid not null,
    rep_id      uuid not null,
    subject_id  uuid not null,
    decision_id uuid not null,
    words       text not null check (length(words) <= 200),
    at          timestamptz not null,
    primary key (tenant, id),
    foreign key (tenant, decision_id) references decision (tenant, id)
);
create index asked_for_decision on asked_for (tenant, decision_id);
comment on table asked_for is 'what a rep looked for beyond the card: not an offer, not counted against the cap, not learned as a presentation';

do $$
declare
    t text;
begin
    foreach t in array array['step_done', 'rep_view', 'asked_for'] loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy own_tenant on %I using (tenant = nullif(current_setting(''nextbest.tenant'', true), '''')::uuid)', t);
        if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
            execute format('grant select, insert, update, delete on %I to nextbest_app', t);
        end if;
    end loop;
end $$;
