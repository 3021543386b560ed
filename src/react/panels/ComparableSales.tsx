import { useId, useState } from 'react'
import type { ComparableSale, ComparableSales as Sales, SalesSummary } from '../../client/comparable-sales.ts'
import { SaleItem } from '../components/sales/SaleItem.tsx'
import { LoadFailure, Waiting } from '../components/shared/LoadStates.tsx'
import { count, moneyIn, month } from '../format.ts'
import { useComparableSales } from '../hooks/use-comparable-sales.ts'
import { say } from '../language/say.ts'

type ComparableSalesProps = {
  vehicleId: string
  heading?: 'h2' | 'h3'
}

/** What indexed listings say that cars like this one were sold for, and apart from it what was asked or bid. */
export function ComparableSales({ vehicleId, heading: Heading = 'h2' }: ComparableSalesProps) {
  const id = useId()
  const { data, error, refetch } = useComparableSales(vehicleId)
  return (
    <section className="pd-section pd-sales" aria-labelledby={id}>
      <Heading id={id}>{say('Comparable sales')}</Heading>
      {error && !data ? (
        <LoadFailure error={error} onRetry={refetch} />
      ) : data ? (
        <Shown sales={data} heading={Heading === 'h2' ? 'h3' : 'h4'} />
      ) : (
        <Waiting />
      )}
    </section>
  )
}

function Shown({ sales, heading }: { sales: Sales; heading: 'h3' | 'h4' }) {
  if (sales.soldCount + sales.offeredCount === 0) {
    return (
      <p className="pd-quiet">
        {say(
          'No listing in the library names a price for this make and model within three years of this car. Nothing is guessed instead.',
        )}
      </p>
    )
  }
  return (
    <>
      {sales.summaries.map((summary) => (
        <Summary key={summary.currency} summary={summary} />
      ))}
      {sales.soldCount > 0 && sales.summaries.length === 0 && (
        <p className="pd-small pd-quiet">
          {say(
            'Fewer than five of the same model are known to be sold in one currency within five years: too few for a median.',
          )}
        </p>
      )}
      <div className="pd-sales-groups">
        <Group
          title={say('Sold')}
          none={say('No sale is known.')}
          total={sales.soldCount}
          sales={sales.sold}
          heading={heading}
        />
        <Group
          title={say('Asked or bid, not sold')}
          none={say('None is on offer that is known of.')}
          total={sales.offeredCount}
          sales={sales.offered}
          heading={heading}
        />
      </div>
    </>
  )
}

function Summary({ summary: { currency, sold, since, median, low, high } }: { summary: SalesSummary }) {
  return (
    <p className="pd-sales-summary">
      <strong className="pd-sales-median">{moneyIn(currency, median)}</strong>{' '}
      <span>
        {say(
          'is the median of {sold} sale of the same model since {since}. The middle half lies between {low} and {high}.|is the median of {sold} sales of the same model since {since}. The middle half lies between {low} and {high}.',
          { sold, since: month(since), low: moneyIn(currency, low), high: moneyIn(currency, high) },
        )}
      </span>
    </p>
  )
}

type GroupProps = { title: string; none: string; total: number; sales: ComparableSale[]; heading: 'h3' | 'h4' }

/** In sight without being asked for. */
const first = 4

function Group({ title, none, total, sales, heading: Heading }: GroupProps) {
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const shown = isOpen ? sales : sales.slice(0, first)
  return (
    <section aria-labelledby={id}>
      <Heading id={id} className="pd-sales-title">
        {title} <small>{count(total)}</small>
      </Heading>
      {sales.length === 0 && <p className="pd-small pd-quiet">{none}</p>}
      <ul className="pd-sales-list">
        {shown.map((sale) => (
          <SaleItem key={sale.documentId} sale={sale} />
        ))}
      </ul>
      {sales.length > first && !isOpen && (
        <button type="button" className="pd-button" onClick={() => setOpen(true)}>
          {say('Show {more} more', { more: sales.length - first })}
        </button>
      )}
      {isOpen && total > sales.length && (
        <p className="pd-small pd-quiet">{say('The nearest {shown} of {total}.', { shown: sales.length, total })}</p>
      )}
    </section>
  )
}
