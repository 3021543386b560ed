-- What mails to accounts need, as Supabase's GoTrue names it. Applied only where auth.one_time_tokens is missing.

-- An auth.users that 20_auth.sql made before mails were sent lacks these.
alter table auth.users
  add column if not exists invited_at timestamptz,
  add column if not exists confirmation_sent_at timestamptz,
  add column if not exists recovery_sent_at timestamptz,
  add column if not exists email_change_sent_at timestamptz,
  add column if not exists reauthentication_sent_at timestamptz,
  add column if not exists email_change_confirm_status smallint not null default 0;

-- A session without a row began with a password, or as a visitor's.
create table auth.mfa_amr_claims (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references auth.sessions (id) on delete cascade,
  authentication_method text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (session_id, authentication_method)
);

create type auth.one_time_token_type as enum (
  'confirmation_token', 'reauthentication_token', 'recovery_token',
  'email_change_token_new', 'email_change_token_current', 'phone_change_token'
);
create table auth.one_time_tokens (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  token_type auth.one_time_token_type not null,
  token_hash text not null check (length(token_hash) > 0),
  relates_to text not null,
  created_at timestamp not null default (now() at time zone 'utc'),   -- without a zone and in UTC, as GoTrue has it
  updated_at timestamp not null default (now() at time zone 'utc'),
  unique (user_id, token_type)
);
create index one_time_tokens_by_hash on auth.one_time_tokens using hash (token_hash);
create index one_time_tokens_by_address on auth.one_time_tokens using hash (relates_to);

create type auth.code_challenge_method as enum ('s256', 'plain');
create table auth.flow_state (
  id uuid primary key default gen_random_uuid(),
  user_id uuid,
  auth_code text not null,
  code_challenge_method auth.code_challenge_method not null,
  code_challenge text not null,
  provider_type text not null,
  authentication_method text not null,
  auth_code_issued_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index flow_state_by_code on auth.flow_state (auth_code);
create index flow_state_by_user on auth.flow_state (user_id, authentication_method);
create index flow_state_by_age on auth.flow_state (created_at);

comment on table auth.mfa_amr_claims is 'How a session was begun, where it was by mail.';
comment on table auth.one_time_tokens is
  'What a mail lets its reader do, once: sha256 of the token in its link. Neither link nor code can be made from it.';
comment on table auth.flow_state is 'PKCE: who began a flow may end it, with the verifier of its challenge.';
alter table auth.mfa_amr_claims enable row level security;
alter table auth.one_time_tokens enable row level security;
alter table auth.flow_state enable row level security;
revoke all on auth.mfa_amr_claims, auth.one_time_tokens, auth.flow_state from public;
