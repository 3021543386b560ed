import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { toVoteSummary, type VoteSummary } from '../../../src/client/votes.ts'
import { AuctionPanel } from '../../../src/react/components/AuctionPanel.tsx'
import { FactStrip } from '../../../src/react/components/FactStrip.tsx'
import { SentimentTable } from '../../../src/react/components/SentimentTable.tsx'

const words = (markup: string) => markup.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

const auction = (counts: Pick<VoteSummary, 'total' | 'yes' | 'no' | 'averageEstimate'>) =>
  words(
    renderToStaticMarkup(
      <AuctionPanel
        summary={{ ...toVoteSummary(null), ...counts }}
        reasons={[]}
        vote={null}
        onVote={() => {}}
        busy={false}
        error={null}
      />,
    ),
  )

test('the vote says in words what the chart shows', () => {
  const text = auction({ total: 58, yes: 41, no: 17, averageEstimate: 57_700 })
  expect(text).toContain('41 of 58 say yes')
  expect(text).toContain('likely between 60 % and 79 % (90 % Wilson interval)')
  expect(text).toContain('a hammer price of $57,700 on average')
  expect(text).toContain('Ready for auction.')
})

test('a vote that is not ready says how many votes are missing, or that the share is too low', () => {
  expect(auction({ total: 5, yes: 4, no: 1, averageEstimate: null })).toContain('About 5 more votes')
  expect(auction({ total: 4, yes: 1, no: 3, averageEstimate: null })).toContain('would have to pass 50 %')
  expect(auction({ total: 0, yes: 0, no: 0, averageEstimate: null })).toContain('No votes yet')
})

test('what people say on average is a table of means over people', () => {
  const sentiment = [
    { type: 'auction_price' as const, bets: 7, people: 3, averageConfidencePercent: 65, averageValue: 56_833.33 },
    { type: 'completion_date' as const, bets: 1, people: 1, averageConfidencePercent: 60, averageValue: null },
  ]
  const text = words(renderToStaticMarkup(<SentimentTable sentiment={sentiment} />))
  expect(text).toContain('Hammer price 3 people $56,833 65 %')
  expect(text).toContain('Build complete 1 person a date 60 %')
})

test('facts nobody knows are left out, and known ones name their source', () => {
  const none = {
    displacementCuIn: null,
    horsepower: null,
    weightLb: null,
    cylinders: null,
    mpg: null,
    accelerationSeconds: null,
    origin: null,
  }
  expect(renderToStaticMarkup(<FactStrip facts={none} source="Nowhere" />)).toBe('')
  const text = words(renderToStaticMarkup(<FactStrip facts={{ ...none, horsepower: 160 }} source="Auto MPG" />))
  expect(text).toContain('Power D 160 hp')
  expect(text).toContain('D Auto MPG')
  expect(text).not.toContain('Weight')
})
