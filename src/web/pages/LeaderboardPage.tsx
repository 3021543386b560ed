import { useId, useState } from 'react'
import { periodsUntil } from '../../react/components/forecasters/forecaster-words.ts'
import { Leaderboard } from '../../react/components/forecasters/Leaderboard.tsx'
import { nameOf } from '../../react/format.ts'
import { useMember } from '../../react/hooks/PaddockProvider.tsx'
import { useLeaderboard } from '../../react/hooks/use-forecasters.ts'
import { useMakes } from '../../react/hooks/use-vehicles.ts'
import { say } from '../../react/language/say.ts'
import { Link, useTitle } from '../router.tsx'
import { Failure } from '../shell/Failure.tsx'
import { PageWaiting } from './PageWaiting.tsx'

/** Who forecasts better than the others, by period and by make. */
export function LeaderboardPage() {
  useTitle(say('Forecasters'))
  const [period, setPeriod] = useState('all')
  const [make, setMake] = useState('all')
  const member = useMember()
  const leaders = useLeaderboard({ period, make })
  const makes = useMakes().data ?? []
  if (leaders.error && !leaders.data) return <Failure error={leaders.error} onRetry={leaders.refetch} />
  if (!leaders.data) return <PageWaiting />
  return (
    <div className="wrap narrow">
      <h1 className="page-title">{say('Forecasters')}</h1>
      <p className="lede">
        {say(
          'Who lost less on settled questions than the others who bet on them. It pays to be right where others are not, and to say how sure you are.',
        )}
      </p>
      <div className="leader-filters">
        <Choice label={say('Period')} value={period} onChange={setPeriod} options={periodsUntil(new Date())} />
        <Choice
          label={say('Make')}
          value={make}
          onChange={setMake}
          options={[{ value: 'all', title: say('All makes') }, ...makes.map((each) => ({ value: each, title: each }))]}
        />
      </div>
      {leaders.data.length > 0 ? (
        <Leaderboard
          standings={leaders.data}
          memberId={member?.id ?? null}
          person={(standing) => <Link href={`/people/${standing.userId}`}>{nameOf(standing)}</Link>}
        />
      ) : (
        <p className="pd-quiet leader-none">
          {say('No question is settled here yet. Standings begin with the first sale, appraisal or finished build.')}
        </p>
      )}
      <p className="pd-small pd-quiet leader-note">
        {say(
          'Rating: by how much less a bet lost than the others’ on its question, for each hundred bets. Everybody starts with 20 bets that are like everybody’s, so one lucky bet does not lead. Skill: 100 % is perfect, 0 % no better than the baseline. Points: won less lost. Owners’ bets on their own vehicles do not count.',
        )}
      </p>
    </div>
  )
}

type ChoiceProps = {
  label: string
  value: string
  onChange: (value: string) => void
  options: { value: string; title: string }[]
}

function Choice({ label, value, onChange, options }: ChoiceProps) {
  const id = useId()
  return (
    <div className="pd-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
      </select>
    </div>
  )
}
