-- Research settings: what an operator may change.

insert into app.settings (name, value, about) values
  ('research_fresh_for', '30 days', 'How long an answer of research is fresh; at most 30 days.'),
  ('research_stale_for', '7 days', 'How long after that it is still shown, labelled as stale, while it is renewed.'),
  ('research_insufficient_for', '24 hours',
    'How long "nothing supports this" holds, unless a matching source comes earlier.'),
  ('research_retry_after', '1 minute',
    'How long after a failing provider it is not asked again; doubled with each failure, at most an hour.'),
  ('research_lease', '20 seconds',
    'A researcher that gives no sign of life for so long has lost its place to the next.'),
  ('research_passages', '150', 'Chunks that one question is read from.'),
  ('research_model', 'on', 'off: no model is asked, whatever is configured (the kill switch).'),
  ('research_calls_per_person_day', '50', 'Calls of a model that one person may cause a day (UTC).'),
  ('research_calls_per_vehicle_day', '100', 'Calls of a model for one vehicle a day.'),
  ('research_calls_per_day', '2000', 'Calls of a model in all a day.'),
  ('research_dollars_per_day', '5', 'What calls of a model may cost in all a day, where AI_PRICE is set.'),
  ('research_questions_per_10_minutes', '60', 'Questions without a cached answer that one person or network may ask.')
on conflict (name) do update set about = excluded.about;
