import postgres from 'postgres'

/** Tells the database how long a proposed answer can be disputed. What is proposed already keeps the time it was given. */
export async function setDisputeWindow(adminUrl: string, window: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, prepare: false })
  try {
    await sql`
      update app.settlement_settings set dispute_window = ${window}::interval where dispute_window <> ${window}::interval`
  } finally {
    await sql.end()
  }
}
