/** Notices, by what the database says in English; see told.ts. Quoted is what people wrote, whatever stands in it. */
export const notices: Record<string, string> = {
  'The question "{question}" about the {car} is {result}. Your bet {fate}; of {stake} points staked, {payout} came back.':
    'Die Frage „{question}“ zu {car} ist {result}. Deine Wette {fate}; von {stake} gesetzten Punkten kamen {payout} zurück.',
  'The question "{question}" about the {car} is {result}. Your bet {fate}.':
    'Die Frage „{question}“ zu {car} ist {result}. Deine Wette {fate}.',
  'The question "{question}" about the {car} is {result}.': 'Die Frage „{question}“ zu {car} ist {result}.',
  'There is a result for the question "{question}" about the {car}. Who has a stake in it can dispute it until {moment}.':
    'Zur Frage „{question}“ zu {car} liegt ein Ergebnis vor. Wer darauf gesetzt hat, kann es bis {moment} anfechten.',
  'The result of the question "{question}" about the {car} is disputed.':
    'Das Ergebnis der Frage „{question}“ zu {car} wurde angefochten.',
  'The settlement of the question "{question}" about the {car} has been reversed: the bets stand again until it is decided anew.':
    'Die Auswertung der Frage „{question}“ zu {car} wurde rückgängig gemacht: Die Wetten gelten wieder, bis neu entschieden ist.',
  'The community says your {car} is ready for auction. {verdict} Accept with a reserve, or decline.':
    'Die Community hält {car} für auktionsreif. {verdict} Nimm mit einem Mindestpreis an, oder lehn ab.',
  'The nomination of your {car} has closed: the community has not found it ready for {days} days.':
    'Die Nominierung von {car} ist beendet: Seit {days} Tagen hält die Community es nicht mehr für auktionsreif.',
  'The auction of your {car} is live.': 'Die Auktion von {car} läuft.',
  'Your {car} has sold for {price}.': 'Dein Auto {car} wurde für {price} verkauft.',
  'Your {car} did not sell.': 'Dein Auto {car} wurde nicht verkauft.',
  'The {car} has sold for {price}.': '{car} wurde für {price} verkauft.',
  'Somebody replied to your comment on the {car}: "{words}"':
    'Jemand hat auf deinen Kommentar zu {car} geantwortet: „{words}“',
  'The forecast "{question}" of the {car} has moved. Give your own number, and you see the crowd\'s.':
    'Die Prognose „{question}“ zu {car} hat sich bewegt. Nenne deine eigene Zahl, dann siehst du die der anderen.',
  'The forecast "{question}" of the {car} has moved from {before} to {after}.':
    'Die Prognose „{question}“ zu {car} hat sich von {before} auf {after} bewegt.',
  'The {car} is yours now. Your stakes on it have come back, as owners bet without.':
    '{car} gehört jetzt dir. Deine Einsätze darauf sind zurückgekommen, denn Besitzer wetten ohne Einsatz.',
  'The {car} is yours now.': '{car} gehört jetzt dir.',
  'Your offer of the {car} was declined. It is still yours.':
    'Dein Angebot wurde abgelehnt: {car} gehört weiterhin dir.',
  'What you reported of the {car} has been confirmed, and counts from now on.':
    'Was du über {car} gemeldet hast, wurde bestätigt und zählt von jetzt an.',
  'What you reported of the {car} was not confirmed: {words}':
    'Was du über {car} gemeldet hast, wurde nicht bestätigt: {words}',
  'An operator has taken your comment on the {car} from view: {words}. You wrote: "{wrote}"':
    'Ein Betreiber hat deinen Kommentar zu {car} ausgeblendet: {words}. Du hattest geschrieben: „{wrote}“',
  'An operator has taken a photo of your {car} from view: {words}':
    'Ein Betreiber hat ein Foto von {car} ausgeblendet: {words}',
  '{who} has accepted your {car}, which is theirs now.':
    '{who} hat dein Angebot angenommen: {car} hat jetzt einen neuen Besitzer.',
  '{who} has added a car: the {car}.': '{who} hat ein Auto hinzugefügt: {car}.',
  '{who} has bet on the {car}.': '{who} hat auf {car} gewettet.',
}

/** What the database puts into them. */
export const parts: Record<string, string> = {
  'hammer price': 'Zuschlagspreis',
  'worth at least': 'Mindestwert',
  'build complete': 'Aufbau fertig',
  'next modification': 'nächster Umbau',
  'worth {price} or more by {day}': 'bis zum {day} mindestens {price} wert',
  'what this adds: {words}': 'was das bringt: {words}',
  'annulled, and every stake has gone back': 'annulliert; alle Einsätze gingen zurück',
  'settled at {price}': 'ausgewertet: {price}',
  'settled: finished on {day}': 'ausgewertet: fertig am {day}',
  'settled: not finished by {day}': 'ausgewertet: am {day} noch nicht fertig',
  'settled: reached': 'ausgewertet: erreicht',
  'settled: not reached': 'ausgewertet: nicht erreicht',
  'came true': 'ist eingetroffen',
  'did not come true': 'ist nicht eingetroffen',
  'did not count': 'zählte nicht',
  'Somebody you follow': 'Jemand, dem du folgst,',
  'A member': 'Ein Mitglied',
}
