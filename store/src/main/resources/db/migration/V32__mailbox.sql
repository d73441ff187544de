-- Mails that came in: what each was, what was made of it, and addresses that take no mail. Their words are in document.

create table mail_received (
    tenant     uuid not null references tenant,
    mailbox    text not null,
    validity   bigint not null,
    uid        bigint not null,
    message_id text not null,
    kind       text not null check (kind in ('REPLY', 'MAIL', 'BOUNCE', 'OUT_OF_OFFICE', 'AUTOMATIC', 'UNREADABLE')),
    outcome    text not null check (outcome in ('TAKEN', 'NOTED', 'STOPPED', 'UNMATCHED', 'REFUSED', 'REPEATED')),
    reason     text not null,
    subject_id uuid,
    size       bigint not null check (size >= 0),
    known_at   timestamptz not null,
    real_read_at timestamptz not null,
    primary key (tenant, mailbox, validity, uid)
);
comment on table mail_received is 'each message of a mailbox once, by the server''s own number; a mailbox that counts anew is told by the Message-ID';
comment on column mail_received.reason is 'why, as keys and numbers: never what the mail says';
create unique index mail_received_message on mail_received (tenant, message_id) where outcome <> 'REPEATED';
create index mail_received_time on mail_received (tenant, real_read_at);

create table mail_stop (
    tenant   uuid not null references tenant,
    address  text not null check (address = lower(address)),
    status   text not null,
    known_at timestamptz not null,
    primary key (tenant, address)
);
comment on table mail_stop is 'addresses whose server said for good that it takes no mail for them: nothing is sent there until a person lifts it';

do $$
declare
    t text;
begin
    foreach t in array array['mail_received', 'mail_stop']
    loop
        execute format('alter table %I enable row level security', t);
        execute format('create policy own_tenant on %I using (tenant = nullif(current_setting(''nextbest.tenant'', true), '''')::uuid)', t);
        if exists (select 1 from pg_roles where rolname = 'nextbest_app') then
            execute format('grant select, insert, update, delete on %I to nextbest_app', t);
        end if;
    end loop;
end $$;
