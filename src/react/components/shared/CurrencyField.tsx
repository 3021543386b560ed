import { useId } from 'react'
import { say } from '../../language/say.ts'

/** Those in which cars are auctioned most; a vote with another keeps it. */
const usual = ['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'CAD', 'AUD', 'SEK']

/** The currency of the amount beside it, as ISO 4217 code. */
export function CurrencyField({ value, onChange }: { value: string; onChange: (currency: string) => void }) {
  const id = useId()
  return (
    <div className="pd-field">
      <label htmlFor={id}>{say('Currency')}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {[...new Set([...usual, value])].map((code) => (
          <option key={code}>{code}</option>
        ))}
      </select>
    </div>
  )
}
