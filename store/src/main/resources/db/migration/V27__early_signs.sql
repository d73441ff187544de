-- What early signs of a recommendation are known, and what a deal was won for.

alter table contribution
    add column replied smallint not null default 0,
    add column early_open smallint not null default 0,
    add column won_amount numeric;
comment on column contribution.replied is 'the buyer got in touch within a week after it was done';
comment on column contribution.early_open is 'an answer, an execution or a reply may still come';
comment on column contribution.won_amount is 'what the deal was won for, in whole units of its currency';
