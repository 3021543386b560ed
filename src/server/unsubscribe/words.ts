import { named } from '../../react/language/german/named.ts'
import type { PageLanguage } from '../page/language.ts'

/** What the page behind a mail's link says, in each language of the page. `when` begins with "when" and says what a mail is about. */
type Words = {
  impossible: string
  notWhole: string
  copyAgain: string
  fewer: string
  settings: string
  done: string
  stillShown: string
  noneAtAll: string
  noMoreWhen: (when: string) => string
  mailsWhen: (when: string) => string
  endThese: string
  endAll: string
  digest: string
  /** As `about` of `app.notice_kinds`; undefined for a kind that is no more. */
  when: (about: string | undefined) => string
}

const en: Words = {
  impossible: 'This cannot be done here',
  notWhole: 'This link is not whole',
  copyAgain: 'Copy it from the mail once more, or sign in:',
  fewer: 'Fewer mails',
  settings: 'Settings of notices',
  done: 'Done',
  stillShown: 'The page still shows what there is.',
  noneAtAll: 'You get no more mails about notices.',
  noMoreWhen: (when) => `You get no more mails ${when}.`,
  mailsWhen: (when) => `You get mails ${when}.`,
  endThese: 'No more of these',
  endAll: 'No mails about notices at all',
  digest: 'when something is new, once a day or week',
  when: (about = 'something happens') => `when ${about}`,
}

const de: Words = {
  impossible: 'Das geht hier nicht',
  notWhole: 'Dieser Link ist unvollständig',
  copyAgain: 'Kopiere ihn noch einmal aus der E-Mail, oder melde dich an:',
  fewer: 'Weniger E-Mails',
  settings: 'Einstellungen der Mitteilungen',
  done: 'Erledigt',
  stillShown: 'Auf der Seite steht weiterhin, was es gibt.',
  noneAtAll: 'Du bekommst keine E-Mails über Mitteilungen mehr.',
  noMoreWhen: (when) => `Du bekommst keine E-Mails mehr, ${when}.`,
  mailsWhen: (when) => `Du bekommst E-Mails, ${when}.`,
  endThese: 'Keine dieser Art mehr',
  endAll: 'Gar keine E-Mails über Mitteilungen',
  digest: 'wenn es etwas Neues gibt, einmal am Tag oder in der Woche',
  when: (about) => (named[`When ${about}`] ?? 'Wenn etwas geschieht').replace(/^W/, 'w'),
}

export const wordsOf: Record<PageLanguage, Words> = { en, de }
