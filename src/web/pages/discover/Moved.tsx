import { useMovedForecasts } from '../../../react/hooks/use-find.ts'
import { numberFormat } from '../../../react/language/language.ts'
import { say } from '../../../react/language/say.ts'
import { Link } from '../../router.tsx'

const signed = numberFormat({ style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' })

/** In percent alone: the price itself waits for a reader's own number. */
export function Moved() {
  const moved = useMovedForecasts().data ?? []
  if (moved.length === 0) return null
  return (
    <section className="moved">
      <h2 id="moved">{say('Forecasts that moved')}</h2>
      <ul aria-labelledby="moved">
        {moved.map(({ id, make, model, movement }) => (
          <li key={id}>
            <Link className="moved-link" href={`/vehicles/${id}#bets`}>
              {[make, model].filter(Boolean).join(' ')}
            </Link>
            <span className="moved-by">
              {signed(Math.expm1(movement)).replace('-', '−').replace(/\s?%/, '\u00a0%')}
            </span>
          </li>
        ))}
      </ul>
      <p className="pd-small pd-quiet rail-note">{say('The crowd’s median price, against a week ago.')}</p>
    </section>
  )
}
