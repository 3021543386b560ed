/** What the gateway knows of the database: the only source of identifiers in its SQL. */
export type Catalog = {
  /** The exposed schemas, by name. */
  schemas: ReadonlyMap<string, Schema>
  /** Names outside them that nobody is told: those of relations that no exposed one shares, and of schemas. */
  hidden: { relations: ReadonlySet<string>; schemas: ReadonlySet<string> }
  /** Types a column may be cast to, by the name a request gives them, as SQL. */
  types: ReadonlyMap<string, string>
  /** `statement_timeout` that a role was given with `alter role ... set`. */
  timeouts: ReadonlyMap<string, string>
  switches: Switches
  /** Counts the changes seen; statements prepared under another number may infer outdated types. */
  generation: number
}

/** What an operator turns on as in PostgREST: `alter role authenticator set pgrst.db_aggregates_enabled = 'true'`. */
export type Switches = {
  /** `pgrst.db_aggregates_enabled` */
  aggregates: boolean
  /** `pgrst.db_plan_enabled`: plans tell of rows that policies hide. */
  plans: boolean
  /** `pgrst.db_tx_end`: how a transaction ends, and whether a request may say so. */
  end: { how: 'commit' | 'rollback'; mayChoose: boolean }
}

export type Schema = {
  name: string
  relations: ReadonlyMap<string, Relation>
  /** Overloads share a name. */
  routines: ReadonlyMap<string, Routine[]>
}

/** Anything with rows: a table or view, or what a function returns. */
export type RowType = {
  name: string
  columns: ReadonlyMap<string, Column>
  /** Functions of the row, usable like columns: name -> type. */
  computed: ReadonlyMap<string, string>
  relationships: readonly Relationship[]
}

export type Relation = RowType & {
  schema: string
  primaryKey: readonly string[]
  insertable: boolean
  updatable: boolean
  deletable: boolean
}

export type Column = {
  name: string
  /** As SQL, with its length or precision: `character varying(20)`. */
  type: string
  /** The name of the type below any domain: `json`, `text`, `tsvector` ... */
  baseType: string
  /** The default as SQL, `nextval(...)` for an identity. */
  default: string | null
  /** SQL names of the casts by which its domain is shown and given in another form; null where it has none. */
  casts: Casts | null
}

/** Of a domain that stands for something else in JSON or text (`create cast (mood as json) with function ... as implicit`). */
export type Casts = { toJson: string | null; fromJson: string | null; fromText: string | null }

export type Relationship = {
  /** The foreign key, or the computing function. */
  name: string
  cardinality: 'many-to-one' | 'one-to-one' | 'one-to-many' | 'many-to-many' | 'computed'
  to: Relation
  toIsView: boolean
  /** Whether at most one row is on the other side. */
  toOne: boolean
  /** Both sides are the same table. */
  self: boolean
  /** Column here, column there; empty through a junction and for computed ones. */
  columns: readonly (readonly [from: string, to: string])[]
  junction: Junction | null
  /** SQL name of the function of a computed relationship and of the row type it takes. */
  routine: { sql: string; rowType: string } | null
}

export type Junction = {
  schema: string
  name: string
  /** The foreign key to the origin with its columns here and in the junction, and the same for the target. */
  fromKey: string
  from: readonly (readonly [origin: string, junction: string])[]
  toKey: string
  to: readonly (readonly [target: string, junction: string])[]
}

export type Routine = {
  schema: string
  name: string
  args: RoutineArg[]
  volatility: 'immutable' | 'stable' | 'volatile'
  /** Returns any number of rows. */
  set: boolean
  returns: 'void' | 'scalar' | 'rows'
  /** The table whose rows come back, if it is one; else what the columns are called. */
  rowType: RowType
}

export type RoutineArg = { name: string; type: string; required: boolean; variadic: boolean }
