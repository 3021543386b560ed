/** How the rows of a known data set are written: which of its columns, called what. */
export type Layout = {
  /** Whether a table is of this data set, by its columns. */
  fits: (columns: string[]) => boolean
  /** What is written of a row, in order. */
  pairs: (row: Map<string, string>) => [label: string, value: string][]
}

/** A table that is not known: every column that has something. */
export const anyTable: Layout = { fits: () => true, pairs: (row) => [...row] }
