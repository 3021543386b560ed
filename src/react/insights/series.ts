import type { Insights, Moment } from '../../client/insights.ts'

/** Mean of the last seven values, from the seventh on; days of a week differ, their mean does not. */
export function meanOfSeven(values: number[]): (number | null)[] {
  return values.map((_, place) => {
    if (place < 6) return null
    return values.slice(place - 6, place + 1).reduce((sum, value) => sum + value) / 7
  })
}

/** Some hours or days, added up. `change` is against the step before, as a share; null where that had no views. */
export type Step = Omit<Moment, 'startsAt'> & { startsAt: string; endsAt: string; change: number | null }

export type StepName = 'hours' | 'day' | 'week' | 'month'

/** How a period is told in a table of a dozen rows or so. */
export function stepOf({ grain, series }: Pick<Insights, 'grain' | 'series'>): StepName {
  if (grain === 'hour') return 'hours'
  if (series.length <= 21) return 'day'
  return series.length <= 140 ? 'week' : 'month'
}

const lengths = { hours: 6, day: 1, week: 7 }

/** The period in steps: six hours, a day, seven days from its start, or calendar months (UTC). */
export function stepsOf(insights: Pick<Insights, 'grain' | 'series' | 'to'>): Step[] {
  const name = stepOf(insights)
  const groups: Moment[][] = []
  for (const [place, moment] of insights.series.entries()) {
    const last = groups.at(-1)
    const begins =
      name === 'month' ? last?.[0]?.startsAt.slice(0, 7) !== moment.startsAt.slice(0, 7) : place % lengths[name] === 0
    if (!last || begins) groups.push([moment])
    else last.push(moment)
  }
  let before: number | null = null
  return groups.map((group, place) => {
    const sum = (key: 'views' | 'viewers' | 'likes' | 'comments' | 'shares') =>
      group.reduce((total, moment) => total + moment[key], 0)
    const views = sum('views')
    const step = {
      startsAt: group[0]?.startsAt ?? '',
      endsAt: groups[place + 1]?.[0]?.startsAt ?? insights.to,
      views,
      viewers: sum('viewers'),
      likes: sum('likes'),
      comments: sum('comments'),
      shares: sum('shares'),
      change: changeOf(views, before),
    }
    before = views
    return step
  })
}

/** As a share of what was before: 0.11 is 11 % more. Null where there was nothing, or nothing is known. */
export function changeOf(now: number, before: number | null): number | null {
  return before ? now / before - 1 : null
}

/** The hour or day with the most views; null where there were none. */
export function busiest(series: Moment[]): Moment | null {
  const most = series.reduce<Moment | null>((best, each) => (each.views > (best?.views ?? 0) ? each : best), null)
  return most
}
