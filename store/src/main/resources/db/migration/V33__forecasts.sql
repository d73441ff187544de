-- What is expected of clients: whether they buy again, how long they are silent against their habit, what they are worth; and how
-- well such chances came true.

create table client_outlook (
    tenant       uuid not null references tenant,
    client_id    uuid not null,
    screening_id uuid not null,
    at           timestamptz not null,
    days         integer not null check (days > 0),
    again        double precision check (again between 0 and 1),
    again_low    double precision,
    again_high   double precision,
    again_n      integer,
    silent_days  bigint not null,
    usual_days   double precision not null,
    orders_lately integer not null,
    orders_before integer not null,
    value_minor  bigint,
    value_low_minor bigint,
    value_high_minor bigint,
    currency     char(3) not null,
    orders       integer not null,
    primary key (tenant, client_id),
    foreign key (tenant, client_id) references client (tenant, id)
);
comment on table client_outlook is 'as the last screening that saw the client forecast it; empty chances where there is too little history';

create table forecast_quality (
    tenant       uuid not null references tenant,
    screening_id uuid not null,
    model        text not null check (model in ('PURCHASE', 'AGAIN')),
    at           timestamptz not null,
    days         integer not null,
    cases        integer not null,
    happened     integer not null,
    predicted    double precision not null,
    brier        double precision not null,
    brier_of_rate double precision not null,
    calibration_error double precision not null,
    bins         jsonb not null,
    primary key (tenant, screening_id, model)
);
comment on table forecast_quality is 'how well the chances came true in the last period, by a model that had not seen it';

do $$
declare
    t text;
begin
    foreach t in array array['client_outlook', 'forecast_quality']
    loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy own_tenant on %I using (tenant = nullif(current_setting(''nextbest.tenant'', true), '''')::uuid)', t);
        if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
            execute format('grant select, insert, update, delete on %I to nextbest_app', t);
        end if;
    end loop;
end $$;
