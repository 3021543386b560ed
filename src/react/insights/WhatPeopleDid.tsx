import type { Insights } from '../../client/insights.ts'
import { ReactionsChart } from '../charts/ReactionsChart.tsx'
import { count } from '../format.ts'
import { say } from '../language/say.ts'
import { Section } from './Section.tsx'
import { changeOf } from './series.ts'
import { change } from './words.ts'

const kinds = [
  ['likes', 'Likes'],
  ['comments', 'Comments'],
  ['shares', 'Shares'],
] as const

/** Likes, comments and shares over the period, by when they were made; what was taken back is not among them. */
export function WhatPeopleDid({ insights: { series, totals, before, grain } }: { insights: Insights }) {
  const largest = Math.max(...series.flatMap(({ likes, comments, shares }) => [likes, comments, shares]))
  return (
    <Section
      title={say('What they did')}
      says={
        grain === 'day'
          ? say('Bars are each day, on one scale for all three.')
          : say('Bars are each hour, on one scale for all three.')
      }
    >
      <ul className="pd-reactions">
        {kinds.map(([kind, title]) => (
          <li key={kind}>
            <p>
              <span>{say(title)}</span>
              <b>{count(totals[kind])}</b>
              <span className="pd-small pd-quiet">{change(changeOf(totals[kind], before[kind]))}</span>
            </p>
            <ReactionsChart series={series} kind={kind} largest={largest} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
