import { money } from '../../../format.ts'
import { say } from '../../../language/say.ts'
import { MoneyField } from '../../shared/MoneyField.tsx'
import type { BetTypeView, FieldsProps } from './bet-type.ts'

export const auctionPrice: BetTypeView<'auction_price'> = {
  words: {
    tab: 'Hammer',
    heading: 'Hammer price',
    median: 'Crowd median for the hammer price',
    nobody: 'Nobody has given a hammer price. The first number can be yours.',
    prompt: 'The hammer price is …',
    payoff: { right: 'If it fetches just that', wrong: 'If it is far off', other: 'has only a rough idea' },
  },
  claim: (prediction) =>
    'low' in prediction
      ? say('The hammer price is between {low} and {high}.', {
          low: money(prediction.low),
          high: money(prediction.high),
        })
      : say('The hammer price is {target_value}, give or take 10\u00a0%.', {
          target_value: money(prediction.target_value),
        }),
  question: () => null,
  result: (value) => say('The hammer fell at {money}.', { money: money(value) }),
  prediction: ({ ranged, low, high, value }) => {
    if (ranged) return low && high && low < high ? { low, high } : null
    return value ? { target_value: value } : null
  },
  Fields: PriceFields,
}

function PriceFields({ draft, onChange, at }: FieldsProps) {
  const upsideDown = draft.low !== null && draft.high !== null && draft.low >= draft.high
  return (
    <>
      <fieldset className="pd-segments">
        <legend className="pd-hidden">{say('How to name it')}</legend>
        <button type="button" aria-pressed={!draft.ranged} onClick={() => onChange({ ranged: false })}>
          {say('A number')}
        </button>
        <button type="button" aria-pressed={draft.ranged} onClick={() => onChange({ ranged: true })}>
          {say('A range')}
        </button>
      </fieldset>
      {draft.ranged ? (
        <div className="pd-field-pair">
          <MoneyField
            key="low"
            label={say('From')}
            value={draft.low}
            required
            error={at('low')}
            onChange={(low) => onChange({ low })}
          />
          <MoneyField
            key="high"
            label={say('To')}
            value={draft.high}
            required
            error={upsideDown ? say('The high end has to be above the low end.') : at('high')}
            onChange={(high) => onChange({ high })}
          />
        </div>
      ) : (
        <>
          <MoneyField
            key="price"
            label={say('Number')}
            value={draft.value}
            required
            error={at('value')}
            onChange={(value) => onChange({ value })}
          />
          <p className="pd-small pd-quiet">{toleranceInWords(draft.value)}</p>
        </>
      )}
    </>
  )
}

/** A price without a range is right within a tenth; docs/design/scoring.md. A range says its own bounds. */
const toleranceInWords = (price: number | null) =>
  price === null
    ? say('You say how sure you are that it falls within 10\u00a0% of this. For other bounds choose a range.')
    : say('You say how sure you are that it falls between {low} and {high}. For other bounds choose a range.', {
        low: money(price * 0.9),
        high: money(price * 1.1),
      })
