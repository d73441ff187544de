-- Trials as people run them.

alter table trial
    add column hypothesis text not null check (length(hypothesis) between 1 and 500),
    add column measure text not null check (measure in ('ADVANCED', 'WON', 'ACCEPTED')),
    add column window_days integer not null check (window_days between 1 and 730),
    add column plan jsonb not null,
    add column started_by text not null,
    add column stopped_by text,
    add check (ended_at >= started_at),
    add check ((ended_at is null) = (stopped_by is null));
comment on column trial.plan is 'what was assumed and announced before it began; the result is judged by it';

-- A deal can be in one arm only, so there is one trial at a time.
create unique index trial_running on trial (tenant) where ended_at is null;
create index decision_trial on decision (tenant, trial_id) where trial_id is not null;
comment on column decision.trial_id is 'the trial that chose its arm; empty where the arm was chosen otherwise';
