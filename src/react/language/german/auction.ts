export const auction: Record<string, string> = {
  '(you)': '(du)',
  '{cohort}: {share} of {effectiveVotes} yes': '{cohort}: {share} von {effectiveVotes} Ja',
  '{heldVotes} vote of new accounts came at the same time and waits for a review: counted above, without weight until then.|{heldVotes} votes of new accounts came at the same time and wait for a review: counted above, without weight until then.':
    '{heldVotes} Stimme eines neuen Kontos kam zur selben Zeit wie andere und wartet auf eine Prüfung: oben gezählt, bis dahin ohne Gewicht.|{heldVotes} Stimmen neuer Konten kamen zur selben Zeit und warten auf eine Prüfung: oben gezählt, bis dahin ohne Gewicht.',
  '{off} above the hammer price': '{off} über dem Zuschlagspreis',
  '{off} below the hammer price': '{off} unter dem Zuschlagspreis',
  '{percent} off': '{percent} daneben',
  '{sold} of {auctions}': '{sold} von {auctions}',
  '{usefulCount} person found it useful|{usefulCount} people found it useful':
    '{usefulCount} Person fand es nützlich|{usefulCount} Personen fanden es nützlich',
  '{yes} of {total} had said yes, and the verdict was “{verdict}”.':
    '{yes} von {total} hatten Ja gesagt, und das Urteil war „{verdict}“.',
  '{yes} of {total} had said yes.': '{yes} von {total} hatten Ja gesagt.',
  '{yes} of {total} say yes': '{yes} von {total} sagen Ja',
  Accept: 'Annehmen',
  'At auction now.': 'Jetzt in der Auktion.',
  Back: 'Zurück',
  'By group of voters': 'Nach Gruppen',
  'By the estimates and the bets of {openedAt}, a sale leaves you {suggested} or more with a chance of 75\u00a0%.':
    'Nach den Schätzungen und Wetten vom {openedAt} bleiben dir bei einem Verkauf mit einer Chance von 75\u00a0% mindestens {suggested}.',
  'By weight {percent} say yes: together they count as {effectiveVotes} full vote.|By weight {percent} say yes: together they count as {effectiveVotes} full votes.':
    'Nach Gewicht sagen {percent} Ja: Zusammen zählen sie wie {effectiveVotes} volle Stimme.|Nach Gewicht sagen {percent} Ja: Zusammen zählen sie wie {effectiveVotes} volle Stimmen.',
  'Change the reserve': 'Mindestpreis ändern',
  Closest: 'Am nächsten',
  Decline: 'Ablehnen',
  'Decline the nomination': 'Nominierung ablehnen',
  Estimate: 'Schätzung',
  'Every vote is counted above. How much it weighs grows with a confirmed address, the age of the account and what its owner has contributed.':
    'Jede Stimme ist oben gezählt. Wie viel sie wiegt, wächst mit einer bestätigten Adresse, dem Alter des Kontos und dem, was man beigetragen hat.',
  exactly: 'genau',
  'expects {price}': 'erwartet {price}',
  'Follow the auction': 'Auktion verfolgen',
  'Goes to auction.': 'Geht in die Auktion.',
  'half of {count} estimate lay between {p25} and {p75}.|half of {count} estimates lay between {p25} and {p75}.':
    'die Hälfte von {count} Schätzung lag zwischen {p25} und {p75}.|die Hälfte von {count} Schätzungen lag zwischen {p25} und {p75}.',
  'How it went': 'Wie es ausging',
  'How verdicts have fared': 'Was aus Urteilen geworden ist',
  'If about {votesNeeded} more person votes with full weight, divided as now, it is not ready.|If about {votesNeeded} more people vote with full weight, divided as now, it is not ready.':
    'Wenn noch etwa {votesNeeded} Person mit vollem Gewicht abstimmt, verteilt wie jetzt, ist es nicht auktionsreif.|Wenn noch etwa {votesNeeded} Personen mit vollem Gewicht abstimmen, verteilt wie jetzt, ist es nicht auktionsreif.',
  'If about {votesNeeded} more person votes with full weight, divided as now, it is ready for auction.|If about {votesNeeded} more people vote with full weight, divided as now, it is ready for auction.':
    'Wenn noch etwa {votesNeeded} Person mit vollem Gewicht abstimmt, verteilt wie jetzt, ist es auktionsreif.|Wenn noch etwa {votesNeeded} Personen mit vollem Gewicht abstimmen, verteilt wie jetzt, ist es auktionsreif.',
  'In the whole community it is likely between {low} and {high} (90\u00a0% Wilson interval).':
    'In der ganzen Community liegt es wahrscheinlich zwischen {low} und {high} (90-%-Wilson-Intervall).',
  'It ends {endsAt}.': 'Sie endet {endsAt}.',
  'It is counted; only you see it.': 'Sie wird gezählt; nur du siehst sie.',
  'It is offered without a reserve.': 'Es wird ohne Mindestpreis angeboten.',
  'It is yours: do you send it to auction? You can change the reserve until the auction is live.':
    'Es ist deins: Schickst du es in die Auktion? Den Mindestpreis kannst du ändern, bis die Auktion läuft.',
  'It takes {minimumVotes} full votes or more, and a likely majority.':
    'Nötig sind mindestens {minimumVotes} volle Stimmen und eine wahrscheinliche Mehrheit.',
  'Keep my ballot private': 'Meine Stimme geheim halten',
  Miss: 'Abweichung',
  Newcomers: 'Neulinge',
  No: 'Nein',
  'No votes yet': 'Noch keine Stimmen',
  'No, not yet': 'Nein, noch nicht',
  'Nominated.': 'Nominiert.',
  'Not nominated any more.': 'Nicht mehr nominiert.',
  'not ready': 'nicht auktionsreif',
  'Not ready': 'Nicht reif',
  'Not sold at auction.': 'In der Auktion nicht verkauft.',
  'Not sold on {occurredAt}; the highest bid was {hammer}.':
    'Am {occurredAt} nicht verkauft; das höchste Gebot war {hammer}.',
  'Not sold on {occurredAt}.': 'Am {occurredAt} nicht verkauft.',
  'Nothing is known about the whole community yet: none of these votes weighs anything so far.':
    'Über die ganze Community ist noch nichts bekannt: Bisher hat keine dieser Stimmen Gewicht.',
  'on the hammer price': 'genau beim Zuschlagspreis',
  'Otherwise only you see it.': 'Sonst siehst nur du ihn.',
  'Owners of this make': 'Besitzer dieser Marke',
  'ready for auction': 'auktionsreif',
  'Ready for auction': 'Auktionsreif',
  'Reasons, the most useful first': 'Gründe, die nützlichsten zuerst',
  Regulars: 'Stammmitglieder',
  Save: 'Speichern',
  Saved: 'Gespeichert',
  Share: 'Anteil',
  'Show the reserve to everybody': 'Mindestpreis allen zeigen',
  Sold: 'Verkauft',
  'Sold at auction.': 'In der Auktion verkauft.',
  'Sold on {occurredAt} for {hammer}.': 'Am {occurredAt} für {hammer} verkauft.',
  'Stays.': 'Bleibt.',
  'Take that': 'Übernehmen',
  'The auction ended on {endsAt}.': 'Die Auktion endete am {endsAt}.',
  'The auction starts on {startsAt}.': 'Die Auktion beginnt am {startsAt}.',
  'The auction’s page': 'Seite der Auktion',
  'The community has not found it ready since {lostSince}. If that stays so for seven days, the nomination closes by itself.':
    'Seit {lostSince} hält die Community es nicht mehr für auktionsreif. Bleibt das sieben Tage so, endet die Nominierung von selbst.',
  'The estimates that came closest': 'Die Schätzungen, die am nächsten lagen',
  'The hammer price you expect (if you like)': 'Welchen Zuschlagspreis erwartest du? (freiwillig)',
  'The middle estimate was {median}; {half}': 'Die mittlere Schätzung war {median}; {half}',
  'The middle estimate, {median}, was {apart}; {half}': 'Die mittlere Schätzung, {median}, lag {apart}; {half}',
  'The owner declined on {decidedAt}.': 'Der Besitzer hat am {decidedAt} abgelehnt.',
  'The owner declined.': 'Der Besitzer hat abgelehnt.',
  'The owner has accepted; an auction is being found.': 'Der Besitzer hat angenommen; eine Auktion wird gesucht.',
  'The owner wants to be left with {amount} or more; a sale does that with a chance of {chance}, by the estimates and the bets.':
    'Dem Besitzer sollen mindestens {amount} bleiben; ein Verkauf schafft das mit einer Chance von {chance}, nach den Schätzungen und den Wetten.',
  'The owner wants to be left with {amount} or more.': 'Dem Besitzer sollen mindestens {amount} bleiben.',
  'The owner was asked on {openedAt} and has not answered yet.':
    'Der Besitzer wurde am {openedAt} gefragt und hat noch nicht geantwortet.',
  'The reason of {name} is useful': 'Der Grund von {name} ist nützlich',
  'The reason of {name} is useful, {people} person thinks so|The reason of {name} is useful, {people} people think so':
    'Der Grund von {name} ist nützlich, findet {people} Person|Der Grund von {name} ist nützlich, finden {people} Personen',
  'The verdict was lost, or the vehicle changed hands.':
    'Das Urteil gilt nicht mehr, oder das Fahrzeug hat den Besitzer gewechselt.',
  'The vote is over. A new one opens a year after the sale.':
    'Die Abstimmung ist vorbei. Ein Jahr nach dem Verkauf beginnt eine neue.',
  'Then its owner is asked.': 'Dann wird der Besitzer gefragt.',
  undecided: 'unentschieden',
  Undecided: 'Unentschieden',
  'Undecided, leaning to no.': 'Unentschieden, eher Nein.',
  'Undecided, leaning to yes.': 'Unentschieden, eher Ja.',
  'Undecided.': 'Unentschieden.',
  Undo: 'Rückgängig',
  Useful: 'Nützlich',
  'Verdict before the auction': 'Urteil vor der Auktion',
  'Voters expect a hammer price of {averageEstimate} on average.':
    'Die Abstimmenden erwarten im Mittel einen Zuschlagspreis von {averageEstimate}.',
  'Voters expect a hammer price of about {median}; half of the estimates lie between {p25} and {p75}.':
    'Die Abstimmenden erwarten einen Zuschlagspreis von etwa {median}; die Hälfte der Schätzungen liegt zwischen {p25} und {p75}.',
  'Why does it stay? (if you like; everybody reads it)': 'Warum bleibt es? (freiwillig; alle lesen es)',
  'Why?': 'Warum?',
  'Why? (if you like)': 'Warum? (freiwillig)',
  'Withdraw my vote': 'Stimme zurückziehen',
  Yes: 'Ja',
  'Yes, auction it': 'Ja, in die Auktion',
  'You are not asked again for a month.': 'Einen Monat lang wirst du nicht wieder gefragt.',
  'You have accepted. You can change the reserve until the auction is live, or decline after all.':
    'Du hast angenommen. Bis die Auktion läuft, kannst du den Mindestpreis ändern oder doch noch ablehnen.',
  'Your answer to the nomination': 'Deine Antwort auf die Nominierung',
  'Your reserve: what you want to be left with after fees. Empty for none.':
    'Dein Mindestpreis: was dir nach Gebühren bleiben soll. Leer für keinen.',
  'Your vote': 'Deine Stimme',
  'Your vote is withdrawn.': 'Deine Stimme ist zurückgezogen.',
  'Your vote weighs {weight} of a full one': 'Deine Stimme wiegt {weight} einer vollen',
  'Your vote weighs in full': 'Deine Stimme hat volles Gewicht',
  'Your vote weighs nothing in the verdict': 'Deine Stimme hat im Urteil kein Gewicht',
  'It is 95\u00a0% sure that more than half of the community says yes.':
    'Zu 95\u00a0% sicher ist, dass mehr als die Hälfte der Community Ja sagt.',
  'It is 95\u00a0% sure that less than half of the community says yes.':
    'Zu 95\u00a0% sicher ist, dass weniger als die Hälfte der Community Ja sagt.',
  'Divided like this, more votes do not decide it.': 'Bei dieser Verteilung entscheiden auch mehr Stimmen nichts.',
}
