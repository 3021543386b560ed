-- Hosts: one polite queue each. Whoever holds the lease of a host is the only one to request anything of it; its token
-- tells a holder whose lease has ended from the one who holds it now.

create table app.crawl_hosts (
  host            text primary key,
  next_request_at timestamptz not null default now(),
  failures        integer not null default 0,
  lease_until     timestamptz not null default '-infinity',
  token           bigint not null default 0,
  last_error      text,
  last_error_at   timestamptz,
  constraint host_is_short check (length(host) between 1 and 300)
);
comment on column app.crawl_hosts.host is 'Name in lower case, with the port unless it is 80 or 443.';
comment on column app.crawl_hosts.next_request_at is
  'Nobody requests anything of it sooner: crawl delay, backoff and Retry-After are all written here.';
comment on column app.crawl_hosts.failures is 'In a row; none once it has answered.';
create index crawl_hosts_due on app.crawl_hosts (next_request_at);

-- robots.txt as last read, for a day at most (RFC 9309, section 2.4).
create table app.crawl_robots (
  origin        text primary key,
  status        text not null,
  body          text not null default '',
  fetched_at    timestamptz not null default now(),
  expires_at    timestamptz not null,
  failing_since timestamptz,
  last_error    text,
  constraint robots_status_is_known check (status in ('found', 'absent', 'unreachable')),
  constraint robots_body_is_cut check (length(body) <= 600000)
);
comment on column app.crawl_robots.status is
  'found: its rules hold. absent (4xx): everything is allowed. unreachable (5xx, no answer): nothing is.';

revoke all on app.crawl_hosts, app.crawl_robots from public, anon, authenticated, service_role;
grant select on app.crawl_hosts to service_role;
grant select, insert, update, delete on app.crawl_robots to service_role;
