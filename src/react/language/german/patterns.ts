/** Sentences that the database makes; a name in braces stands for what it puts in. */
export const patterns: Record<string, string> = {
  '{share} % say yes, but {who} see it the other way.': '{share}\u00a0% sagen Ja, aber {who} sehen es anders.',
  '{share} % say yes; it is 95 % sure that fewer than {most} % of the community does.':
    '{share}\u00a0% sagen Ja; zu 95\u00a0% sicher ist, dass weniger als {most}\u00a0% der Community das tun.',
  '{share} % say yes; it is 95 % sure that more than {least} % of the community does.':
    '{share}\u00a0% sagen Ja; zu 95\u00a0% sicher ist, dass mehr als {least}\u00a0% der Community das tun.',
  '{share} % say yes; with {votes} effective votes the community may be anywhere from {low} to {high} %.':
    '{share}\u00a0% sagen Ja; bei {votes} gewichteten Stimmen kann die Community irgendwo zwischen {low} und {high}\u00a0% liegen.',
  '{votes} effective votes of the {least} that a verdict needs.':
    '{votes} gewichtete Stimmen von den {least}, die ein Urteil braucht.',
  'A review has discarded your vote: it came with many votes of new accounts at the same time.':
    'Eine Prüfung hat deine Stimme verworfen: Sie kam zur selben Zeit wie viele Stimmen neuer Konten.',
  'Many new accounts voted on this vehicle at the same time: your vote waits for a review.':
    'Viele neue Konten haben zur selben Zeit über dieses Fahrzeug abgestimmt: Deine Stimme wartet auf eine Prüfung.',
  'Nobody has voted yet.': 'Noch hat niemand abgestimmt.',
  'One is stated as gross or net, the other does not say. The two are not comparable then.':
    'Ein Wert ist als brutto oder netto angegeben, beim anderen steht es nicht. Vergleichen lassen sie sich dann nicht.',
  'So far only newcomers have voted; settled members decide.':
    'Bisher haben nur Neulinge abgestimmt; den Ausschlag geben die Stammmitglieder.',
  'The sources give different values.': 'Die Quellen nennen verschiedene Werte.',
  'This is your own vehicle: your vote is counted and shown, and the verdict leaves it out.':
    'Das ist dein eigenes Fahrzeug: Deine Stimme wird gezählt und gezeigt, im Urteil bleibt sie außen vor.',
  'You are banned from voting: {reason}': 'Du bist von der Abstimmung ausgeschlossen: {reason}',
  'You voted more than 30 times within a minute: until {time} your votes weigh a quarter.':
    'Du hast in einer Minute mehr als 30-mal abgestimmt: Bis {time} wiegen deine Stimmen ein Viertel.',
  'Your account is {age}, counted from when it was confirmed: a vote weighs 0.1 on the first day, 0.25 in the first week, 0.5 until the account is {days} days old, and 1 from then on.':
    'Dein Konto ist {age}, gezählt ab der Bestätigung: Eine Stimme wiegt am ersten Tag 0,1, in der ersten Woche 0,25, bis zum Alter von {days} Tagen 0,5 und danach 1.',
  'Your account is not verified: confirm an e-mail address.':
    'Dein Konto ist nicht bestätigt: Bestätige eine E-Mail-Adresse.',
  'Your vote weighs in full.': 'Deine Stimme hat volles Gewicht.',
  'Your vote weighs in full. You are asked as an owner of this make.':
    'Deine Stimme hat volles Gewicht. Du wirst als Besitzer dieser Marke gefragt.',
}
