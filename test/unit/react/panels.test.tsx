import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { SentimentTable } from '../../../src/react/components/bets/SentimentTable.tsx'
import { FactStrip } from '../../../src/react/components/shared/FactStrip.tsx'

const words = (markup: string) => markup.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

test('what people say on average is a table of means over people', () => {
  const unknown = { medianValue: null, quantiles: { p10: null, p25: null, p75: null, p90: null } }
  const sentiment = [
    {
      ...{ type: 'auction_price' as const, bets: 7, people: 3, averageConfidencePercent: 65, averageValue: 56_833.33 },
      ...{ medianValue: 55_000, quantiles: { p10: 50_000, p25: 52_000, p75: 60_000, p90: 64_000 } },
    },
    {
      ...{ type: 'completion_date' as const, bets: 1, people: 1, averageConfidencePercent: 60, averageValue: null },
      ...unknown,
    },
  ]
  const text = words(renderToStaticMarkup(<SentimentTable sentiment={sentiment} />))
  expect(text).toContain('Hammer price 3 people $56,833 median $55,000 65 %')
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
  expect(text).toContain('Power D Data set 160 hp')
  expect(text).toContain('D Auto MPG')
  expect(text).not.toContain('Weight')
})
