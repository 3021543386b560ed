import { useId, useState } from 'react'
import { currencySign, money } from '../../format.ts'
import { say } from '../../language/say.ts'
import { FieldError } from './FieldError.tsx'

type MoneyFieldProps = {
  label: string
  /** Whole dollars, or units of `currency`; null while empty. */
  value: number | null
  onChange: (value: number | null) => void
  /** May be below zero. */
  signed?: boolean
  required?: boolean
  error?: string | null
  /** ISO 4217 code. */
  currency?: string
}

/** Money as people type it, "50000", "$50,000" or "50k", shown with commas when the field is left. */
export function MoneyField({
  label,
  value,
  onChange,
  signed = false,
  required = false,
  error = null,
  currency = 'USD',
}: MoneyFieldProps) {
  const id = useId()
  const [text, setText] = useState<string | null>(null)
  const shown = text ?? (value === null ? '' : money(value).replace('$', ''))
  const read = (input: HTMLInputElement) => {
    const amount = parseMoney(input.value, signed)
    input.setCustomValidity(
      amount === null && input.value.trim()
        ? say('An amount in {currency}, such as 50,000 or 50k.', {
            currency: currency === 'USD' ? say('dollars') : currency,
          })
        : '',
    )
    setText(input.value)
    onChange(amount)
  }
  return (
    <div className="pd-field">
      <label htmlFor={id}>{label}</label>
      <span className={currencySign(currency).length > 1 ? 'pd-prefixed pd-wide-prefix' : 'pd-prefixed'}>
        <span aria-hidden="true">{currencySign(currency)}</span>
        <input
          id={id}
          inputMode={signed ? 'text' : 'decimal'}
          autoComplete="off"
          required={required}
          maxLength={20}
          value={shown}
          aria-invalid={error !== null}
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={(event) => read(event.target)}
          onBlur={() => value !== null && setText(null)}
        />
      </span>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}

/**
 * Reads money as people write it: 50000, $58,000, 58.000, 58 000, 58’000, 58k, 1.25m, $58,000.00. Groups of three digits are thousands,
 * whatever stands between them; cents are rounded.
 *
 * @returns null where the text is no amount of at most a billion, or could be read in two ways
 */
export function parseMoney(text: string, signed = false): number | null {
  const match = /^([-−]?)\s*[\p{Sc}]?\s*([\d.,’'\s]*\d)\s*([km]?)\s*[\p{Sc}]?$/iu.exec(text.trim())
  if (!match || (match[1] && !signed)) return null
  const [, sign, digits = '', unit = ''] = match
  const number = readDigits(digits, unit !== '')
  if (number === null) return null
  const amount = Math.round(number * ({ k: 1_000, m: 1_000_000 }[unit.toLowerCase()] ?? 1))
  if (amount > 1e9 || (amount === 0 && !signed)) return null
  return sign && amount !== 0 ? -amount : amount
}

/** Before a k or m a single separator is that of decimals: 58.5k. Without, it is so with one or two digits after it. */
function readDigits(digits: string, hasUnit: boolean): number | null {
  const decimals = hasUnit
    ? /^(\d+)(?:[.,](\d+))?$/
    : /^(\d+|\d{1,3}(?:([.,’'\s])\d{3})(?:\2\d{3})*)(?:[.,](\d{1,2}))?$/
  const match = decimals.exec(digits)
  if (!match) return null
  const whole = match[1]?.replace(/\D/g, '') ?? ''
  return Number(`${whole}.${match[hasUnit ? 2 : 3] ?? 0}`)
}
