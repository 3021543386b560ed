-- One way to refuse: every refusal of ours carries a stable code in `detail`. Clients read the code, people the message
-- and the hint. Constraints refuse with their own names as codes.

-- Raises an error. `code` is snake_case and stable; `message` says what was wrong, `hint` what to do. `status` (an
-- SQLSTATE) decides the HTTP status: 42501 is 401 or 403, PTnnn is nnn, 23514 and 22023 are 400, 23503 is 409.
create or replace function app.refuse(code text, message text, hint text default null, status text default '23514')
returns void
language plpgsql immutable set search_path = '' as $$
begin
  if hint is null then
    raise exception using errcode = status, message = message, detail = code;
  end if;
  raise exception using errcode = status, message = message, detail = code, hint = hint;
end
$$;

-- What does not exist, or is not for the caller to see: the two are answered alike. The code is `unknown_<kind>`.
create or replace function app.not_found(kind text, id text, hint text default null, status text default 'PT404')
returns void
language plpgsql immutable set search_path = '' as $$
begin
  perform app.refuse('unknown_' || replace(kind, ' ', '_'),
    format('There is no %s %s.', kind, coalesce(id, 'without an id')), hint, status);
end
$$;

-- Functions that run with the caller's rights refuse too.
grant execute on function app.refuse(text, text, text, text), app.not_found(text, text, text, text)
  to anon, authenticated, service_role;
