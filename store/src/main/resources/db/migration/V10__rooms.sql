-- What managers and product managers say on their pages.

create table report_answer (
    tenant  uuid not null references tenant,
    id      uuid not null,
    at      timestamptz not null,
    actor   text not null,
    about   text not null check (length(about) <= 200),
    words   text not null check (length(words) between 1 and 1000),
    primary key (tenant, id)
);
create index report_answer_time on report_answer (tenant, at);
comment on table report_answer is 'what people conclude from the loop report; rows are added, never changed';

create table guidance (
    tenant     uuid not null references tenant,
    id         uuid not null,
    manager_id uuid not null,
    action     text not null,
    stage_kind text check (stage_kind in ('PROSPECTING', 'DISCOVERY', 'PROPOSAL', 'NEGOTIATION')),
    leaning    text not null check (leaning in ('PREFER', 'AVOID')),
    new_reps_only boolean not null,
    note       text not null check (length(note) <= 500),
    said_at    timestamptz not null,
    valid_until date not null,
    withdrawn_at timestamptz,
    primary key (tenant, id),
    foreign key (tenant, manager_id) references rep (tenant, id)
);
create index guidance_manager on guidance (tenant, manager_id) where withdrawn_at is null;
comment on table guidance is 'what a manager wants reps of the team to try or to leave: an explicit input for cold starts';
comment on column guidance.new_reps_only is 'only for reps who are new';

create table conflict_choice (
    tenant      uuid not null references tenant,
    decision_id uuid not null,
    shown       text not null,
    kept        text not null,
    chosen      text not null check (chosen in ('SHOWN', 'KEPT', 'BOTH_WRONG')),
    actor       text not null,
    at          timestamptz not null,
    primary key (tenant, decision_id, shown, kept),
    foreign key (tenant, decision_id) references decision (tenant, id)
);
comment on table conflict_choice is 'which side of a contradiction a manager took';

do $$
declare
    t text;
begin
    foreach t in array array['report_answer', 'guidance', 'conflict_choice'] loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy own_tenant on %I using (tenant = nullif(current_setting(''nextbest.tenant'', true), '''')::uuid)', t);
        if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
            execute format('grant select, insert, update on %I to nextbest_app', t);
        end if;
    end loop;
end $$;
