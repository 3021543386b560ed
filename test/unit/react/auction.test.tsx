import type { ComponentProps } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Nomination } from '../../../src/client/nominations.ts'
import { toVoteSummary, type VoteSummary } from '../../../src/client/votes.ts'
import { AuctionAfterwards } from '../../../src/react/components/auction/AuctionAfterwards.tsx'
import { AuctionView } from '../../../src/react/components/auction/AuctionView.tsx'
import { NominationForm } from '../../../src/react/components/auction/NominationForm.tsx'
import { NoticeList } from '../../../src/react/components/shared/NoticeList.tsx'

const words = (markup: string) =>
  markup
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#x27;/g, '’')
    .replace(/\s+/g, ' ')

const settled: VoteSummary = {
  ...toVoteSummary(null),
  total: 58,
  yes: 41,
  no: 17,
  effectiveVotes: 46.5,
  effectiveYes: 33,
  interval: { low: 0.59, high: 0.804 },
  verdict: 'ready',
  verdictReason: '71 % say yes; it is 95 % sure that more than 59 % of the community does.',
  votesNeeded: 0,
}

const nomination: Nomination = {
  id: 'n',
  vehicleId: 'v',
  state: 'open',
  openedAt: '2026-11-20T10:00:00Z',
  decidedAt: null,
  declineReason: null,
  lostSince: null,
  auctionUrl: null,
  startsAt: null,
  endsAt: null,
  suggestedReserve: 48_000,
  currency: 'USD',
}

const render = (summary: Partial<VoteSummary>, more: Partial<ComponentProps<typeof AuctionView>> = {}) =>
  renderToStaticMarkup(
    <AuctionView
      summary={{ ...settled, ...summary }}
      reasons={[]}
      memberId={null}
      marked={[]}
      onMark={() => {}}
      vote={null}
      onVote={() => {}}
      weight={null}
      nomination={null}
      decision={null}
      afterwards={null}
      busy={false}
      error={null}
      {...more}
    />,
  )

const auction = (...given: Parameters<typeof render>) => words(render(...given))

test('the count comes first, then what it says about everybody, then the verdict and why', () => {
  const text = auction({ estimates: { p25: 52_000, median: 57_700, p75: 61_000 } })
  expect(text).toMatch(
    /41 of 58 say yes .*By weight 71 % say yes: together they count as 46\.5 full votes\. .*likely between 59 % and 80 % \(90 % Wilson interval\)\. .*Ready for auction\. It is 95 % sure that more than half of the community says yes\./,
  )
  expect(text).toContain('about $57,700; half of the estimates lie between $52,000 and $61,000')
})

test('an undecided vote says what is still needed, on either side', () => {
  const undecided = { verdict: 'undecided', votesNeeded: 12, interval: { low: 0.4, high: 0.7 } } as const
  expect(auction({ ...undecided, effectiveVotes: 20, effectiveYes: 12 })).toContain(
    'Undecided, leaning to yes. If about 12 more people vote with full weight, divided as now, it is ready for auction.',
  )
  expect(auction({ ...undecided, effectiveVotes: 20, effectiveYes: 8 })).toContain(
    'leaning to no. If about 12 more people vote with full weight, divided as now, it is not ready.',
  )
  expect(auction({ ...undecided, votesNeeded: null, verdictReason: 'Newcomers see it the other way.' })).toContain(
    'Undecided. Newcomers see it the other way.',
  )
  expect(auction({ ...undecided, votesNeeded: null, effectiveVotes: 12, effectiveYes: 6 })).toContain(
    'Undecided. Divided like this, more votes do not decide it.',
  )
})

test('votes without weight are not drawn as knowledge', () => {
  const text = auction({
    total: 3,
    yes: 3,
    effectiveVotes: 0,
    effectiveYes: 0,
    interval: { low: 0, high: 1 },
    verdict: 'undecided',
    verdictReason: 'So far only newcomers have voted; settled members decide.',
    votesNeeded: 10,
  })
  expect(text).toContain('3 of 3 say yes')
  expect(text).toContain('Nothing is known about the whole community yet')
  expect(text).toContain('So far only newcomers have voted; settled members decide. It takes 10 full votes or more')
  expect(text).not.toContain('likely between')
})

test('held votes, groups of voters, and the chance at the reserve are told', () => {
  const text = auction({
    heldVotes: 12,
    cohorts: [
      { cohort: 'regular', effectiveVotes: 31, yesPercent: 74.2 },
      { cohort: 'newcomer', effectiveVotes: 15.5, yesPercent: 65 },
    ],
    reserve: { amount: 50_000, currency: 'USD', chance: 0.62 },
  })
  expect(text).toContain('12 votes of new accounts came at the same time and wait for a review')
  expect(text).toContain('Regulars: 74 % of 31 yes')
  expect(text).toContain('Newcomers: 65 % of 15.5 yes')
  expect(text).toContain('left with $50,000 or more; a sale does that with a chance of 62 %')
  expect(auction({ reserve: { amount: 0, currency: 'USD', chance: 1 } })).toContain('without a reserve')
})

test('what a vote weighs and why is said before and after it is given; without an account, what its weight comes from', () => {
  const weight = { weight: 0.25, cohort: 'newcomer', reasons: ['Your account is 3 days old.'] } as const
  const vote = { vote: 'yes', reason: null, estimatedValue: null } as const
  const given = { weight: { ...weight, reasons: [...weight.reasons] } }
  expect(auction({}, { ...given, vote })).toContain(
    'Your vote weighs 25 % of a full one. Why? Your account is 3 days old.',
  )
  expect(auction({}, given)).toContain('Your vote weighs 25 % of a full one')
  expect(auction({})).toContain('How much it weighs grows with a confirmed address')
})

test('reasons carry names, estimates in their currency and usefulness; nobody marks their own', () => {
  const reason = {
    vote: 'no',
    reason: 'Wait for the axle code.',
    votedAt: new Date().toISOString(),
    currency: 'EUR',
    estimatedValue: 52_000,
  } as const
  const markup = render(
    {},
    {
      memberId: 'me',
      marked: ['tom'],
      reasons: [
        { ...reason, voter: { id: 'tom', name: 'Tom' }, usefulCount: 12 },
        { ...reason, voter: { id: 'me', name: 'Me' }, usefulCount: 1 },
      ],
    },
  )
  expect(words(markup)).toContain('No Wait for the axle code. Tom, just now, expects €52,000 Useful 12')
  expect(words(markup)).toContain('1 person found it useful')
  expect(
    markup.match(/aria-pressed="true" aria-label="The reason of Tom is useful, 12 people think so"/),
  ).not.toBeNull()
  expect(markup.match(/The reason of/g)).toHaveLength(1)
})

test.each<[Partial<Nomination>, string]>([
  [{}, 'Nominated. The owner was asked on 20 November 2026 and has not answered yet.'],
  [{ lostSince: '2026-11-22T10:00:00Z' }, 'has not found it ready since 22 November 2026'],
  [{ state: 'accepted' }, 'Goes to auction. The owner has accepted'],
  [{ state: 'declined', declineReason: 'It stays with us.' }, 'Stays. The owner declined. It stays with us.'],
  [{ state: 'live', auctionUrl: 'https://example.com/lot/12' }, 'At auction now. Follow the auction'],
])('a nomination %j is told to everybody', (more, said) => {
  expect(auction({}, { nomination: { ...nomination, ...more } })).toContain(said)
})

test('the owner is offered what the estimates suggest', () => {
  const text = words(
    renderToStaticMarkup(
      <NominationForm nomination={nomination} reserve={null} onDecide={() => {}} busy={false} error="No." />,
    ),
  )
  expect(text).toContain('a sale leaves you $48,000 or more with a chance of 75 %')
  expect(text).toMatch(/No\. .*Accept .*Decline/)
})

test('once a reserve stands, the form says no other chance than that of reaching it', () => {
  const text = words(
    renderToStaticMarkup(
      <NominationForm
        nomination={{ ...nomination, state: 'accepted' }}
        reserve={{ amount: 45_000, currency: 'USD', chance: 0.81 }}
        onDecide={() => {}}
        busy={false}
        error={null}
      />,
    ),
  )
  expect(text).toContain('Change the reserve')
  expect(text).not.toContain('chance')
})

test('afterwards the hammer stands beside the estimates, the closest, and how verdicts have fared', () => {
  const result = {
    outcomeId: 'o',
    occurredAt: '2026-11-20T10:00:00Z',
    sold: true,
    hammer: 50_000,
    currency: 'USD',
    verdict: 'ready' as const,
    votes: { total: 58, yes: 41 },
    estimates: { count: 30, p25: 48_000, median: 55_000, p75: 60_000 },
  }
  const closest = [
    { voter: { id: 'ines', name: 'Ines' }, vote: 'yes' as const, estimatedValue: 50_000, miss: 0, place: 1 },
    {
      voter: { id: 'tom', name: 'Tom' },
      vote: 'no' as const,
      estimatedValue: 45_000,
      miss: Math.log(50 / 45),
      place: 2,
    },
  ]
  const records = [{ verdict: 'ready' as const, auctions: 14, sold: 11, soldPercent: 78.6, medianMiss: 0.1 }]
  const told = (changed: object) =>
    words(
      renderToStaticMarkup(
        <AuctionAfterwards result={{ ...result, ...changed }} closest={closest} records={records} memberId="tom" />,
      ),
    )
  const text = told({})
  expect(text).toContain('Sold on 20 November 2026 for $50,000.')
  expect(text).toContain('41 of 58 had said yes, and the verdict was “ready for auction”.')
  expect(text).toContain('The middle estimate, $55,000, was 10 % above the hammer price; half of 30 estimates lay')
  expect(text).toContain('1. Ines $50,000 exactly 2. Tom (you) $45,000 11 % off')
  expect(text).toContain('Ready for auction 11 of 14 79 %')
  expect(told({ sold: false, hammer: null })).toContain('Not sold on 20 November 2026.')
})

test('notices say what is unread, and an empty list what will stand there', () => {
  const notice = {
    id: '1',
    kind: 'nomination_opened',
    vehicleId: 'v',
    body: 'Ready!',
    payload: {},
    createdAt: new Date().toISOString(),
  }
  const list = (readAt: string | null) =>
    words(
      renderToStaticMarkup(
        <NoticeList notices={[{ ...notice, readAt }]} onRead={() => {}} linkTo={(id) => <a href={id}>Look</a>} />,
      ),
    )
  expect(list(null)).toMatch(/Unread: Ready! just now Look .*Mark all as read/)
  expect(list('2026-11-20T10:00:00Z')).not.toMatch(/Unread|Mark all/)
  expect(words(renderToStaticMarkup(<NoticeList notices={[]} onRead={() => {}} linkTo={() => null} />))).toContain(
    'Nothing yet.',
  )
})
