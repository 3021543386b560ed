-- What the operator may change about the crawl.

insert into app.settings (name, value, about) values
  ('crawler_contact', '',
    'Address of a page or mailbox that the crawler names in its user agent. Without one it fetches only what '
    'PADDOCK_FETCH_ALLOW names.'),
  ('crawl_delay', '1 second', 'Pause between two requests to one host whose robots.txt asks for none.'),
  ('crawl_attempts', '4', 'How often an address that fails for now is requested before it is left for another day.'),
  ('crawl_retry_after', '30 seconds',
    'When an address that fails for now is requested again; twice as long each time after.'),
  ('crawl_keep_refused', '90 days',
    'How long the last good version of a page is kept that is only refused since, such as by a challenge.'),
  ('crawl_revisit_first', '1 day', 'When a page is looked at again that has been seen once.'),
  ('crawl_revisit_least', '1 hour', 'The shortest time between two looks at a page that keeps changing.'),
  ('crawl_revisit_most', '30 days', 'The longest time between two looks at a page that never changes.')
on conflict (name) do update set about = excluded.about;
