-- The loop report by mail: who reads it, and which alert went to whom.

create table report_reader (
    tenant uuid not null references tenant,
    id     uuid not null,
    login  text not null check (login <> ''),
    email  text check (email <> ''),
    wanted boolean not null,
    real_updated_at timestamptz not null,
    primary key (tenant, id),
    unique (tenant, login)
);
comment on table report_reader is 'people with a log-in who may get the loop report by mail; whoever has no log-in any more gets none';
comment on column report_reader.email is 'null: the log-in where it is an address, or the address of the rep behind it';

create table report_alert_letter (
    tenant    uuid not null references tenant,
    alert_id  uuid not null,
    reader_id uuid not null,
    outbox_id uuid not null,
    primary key (tenant, alert_id, reader_id),
    foreign key (tenant, alert_id) references product_alert (tenant, id),
    foreign key (tenant, reader_id) references report_reader (tenant, id),
    foreign key (tenant, outbox_id) references outbox (tenant, id)
);
comment on table report_alert_letter is 'an alert goes to a reader in one message and no other';

alter table outbox add column reader_id uuid;
comment on column outbox.reader_id is 'who gets it, where it is a loop report and no card';

do $$
declare
    t text;
begin
    foreach t in array array['report_reader', 'report_alert_letter']
    loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy own_tenant on %I using (tenant = nullif(current_setting(''nextbest.tenant'', true), '''')::uuid)', t);
        if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
            execute format('grant select, insert, update, delete on %I to nextbest_app', t);
        end if;
    end loop;
end $$;
