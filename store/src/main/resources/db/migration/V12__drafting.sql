-- What a language model wrote for cards, and what it cost.

create table draft (
    tenant         uuid not null references tenant,
    decision_id    uuid not null,
    state          text not null check (state in ('ACCEPTED', 'REJECTED', 'FAILED')),
    reason         text not null,
    prompt         text not null,
    model          text not null,
    content_key    text not null check (content_key ~ '^[0-9a-f]{64}$'),
    content        jsonb,
    answer         text,
    objections     jsonb not null,
    cached         boolean not null,
    attempts       int not null check (attempts >= 0),
    input_tokens   bigint not null check (input_tokens >= 0),
    output_tokens  bigint not null check (output_tokens >= 0),
    cost_micros    bigint not null check (cost_micros >= 0),
    latency_millis bigint not null check (latency_millis >= 0),
    drafted_at     timestamptz not null,
    primary key (tenant, decision_id),
    foreign key (tenant, decision_id) references decision (tenant, id),
    check ((content is not null) = (state = 'ACCEPTED'))
);
create index draft_content on draft (tenant, content_key) where answer is not null;
create index draft_time on draft (tenant, drafted_at);
comment on table draft is 'the drafted why and how of a card, or why there is none; without a row the template text stands';
comment on column draft.reason is 'of a rejection the first objection, of a failure its cause, else empty';
comment on column draft.content is 'what a person is shown, with the ids of the evidence that each sentence rests on';
comment on column draft.answer is 'what the model answered, with placeholders for names: the cache';
comment on column draft.cost_micros is 'millionths of the currency in which the endpoint is paid';

create table draft_spending (
    tenant        uuid not null references tenant,
    day           date not null,
    calls         bigint not null,
    input_tokens  bigint not null,
    output_tokens bigint not null,
    cost_micros   bigint not null,
    primary key (tenant, day)
);
comment on table draft_spending is 'what drafting cost per business day: also of answers that were rejected';

create table draft_policy (
    tenant              uuid not null references tenant,
    switched_on         boolean not null,
    with_names          boolean not null,
    daily_budget_micros bigint not null check (daily_budget_micros >= 0),
    primary key (tenant)
);
comment on table draft_policy is 'what an organisation wants of drafting; without a row: on, names as placeholders, the standard budget';

do $$
declare
    t text;
begin
    foreach t in array array['draft', 'draft_spending', 'draft_policy'] loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy own_tenant on %I using (tenant = nullif(current_setting(''nextbest.tenant'', true), '''')::uuid)', t);
        if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
            execute format('grant select, insert, update, delete on %I to nextbest_app', t);
        end if;
    end loop;
end $$;
