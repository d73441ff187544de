-- A day that was closed stays closed, whatever is given back. Amounts are compared within one currency.

alter table cap_day add column closed boolean not null default false;
comment on column cap_day.closed is 'nothing more is shown of the deal that day, whatever is given back';

alter table contribution add column won_currency char(3);
comment on column contribution.won_currency is 'of won_amount, ISO 4217';
update contribution c
    set won_currency = a.won_currency
    from attribution a
    where c.won_amount is not null
        and (a.tenant, a.decision_id, a.position) = (c.tenant, c.decision_id, c.position);
