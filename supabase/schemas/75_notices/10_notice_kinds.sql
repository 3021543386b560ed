-- Kinds of notices: the one list. Constraints, settings, mails and the page take kinds, their words and where they go
-- unless a person wishes otherwise from here.
--   none    not at all            digest  on the page, and in a mail a day or a week
--   page    on the page           mail    on the page, and by mail at once

create table app.notice_kinds (
  kind    text primary key,
  place   smallint not null unique,
  way     text not null,
  subject text not null,
  about   text not null,
  constraint notice_kind_is_a_name check (kind ~ '^[a-z_]{1,60}$'),
  constraint notice_way_is_known check (way in ('none', 'page', 'digest', 'mail'))
);
comment on table app.notice_kinds is 'What people are told of. way: where it goes unless they wish otherwise.';
comment on column app.notice_kinds.about is 'Ends the sentence "You are told when ...".';
revoke all on app.notice_kinds from public, anon, authenticated, service_role;

insert into app.notice_kinds (kind, place, way, subject, about) values
  ('nomination_opened', 1, 'mail', 'The community says it is ready for auction',
    'the community finds a car of yours ready for auction'),
  ('nomination_closed', 2, 'mail', 'A nomination has closed', 'a nomination of your car closes'),
  ('auction_live', 3, 'mail', 'The auction is live', 'the auction of your car goes live'),
  ('auction_ended', 4, 'mail', 'The auction has ended', 'the auction of your car ends'),
  ('question_settled', 5, 'mail', 'A question is settled',
    'a question is settled that you bet on, follow, or that is about your car'),
  ('result_proposed', 6, 'page', 'A result is proposed',
    'a result is proposed for a question that you bet on, follow, or that is about your car'),
  ('question_disputed', 7, 'page', 'A result is disputed',
    'a result is disputed of a question that you bet on, follow, or that is about your car'),
  ('question_reversed', 8, 'mail', 'A settlement is reversed',
    'a settlement is reversed of a question that you bet on, follow, or that is about your car'),
  ('comment_replied', 9, 'mail', 'Somebody replied to your comment', 'somebody replies to a comment of yours'),
  ('vehicle_sold', 10, 'digest', 'A car has sold', 'a car sells that you follow, bet on or voted on'),
  ('forecast_moved', 11, 'digest', 'A forecast has moved', 'the forecast of a car or question that you follow moves'),
  ('person_active', 12, 'digest', 'Somebody you follow was here', 'somebody whom you follow bets or adds a car'),
  ('report_answered', 13, 'mail', 'Your report is answered', 'what you reported of a car is confirmed or declined'),
  ('hand_over', 14, 'mail', 'A car changes hands',
    'a car that you offered is accepted or declined, or a car becomes yours'),
  ('comment_held', 15, 'mail', 'Your comment was taken from view', 'an operator takes a comment of yours from view'),
  ('photo_held', 16, 'mail', 'A photo was taken from view', 'an operator takes a photo of your car from view')
on conflict (kind) do update set place = excluded.place, subject = excluded.subject, about = excluded.about;
