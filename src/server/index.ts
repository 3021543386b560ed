export { type Config, ConfigError, readConfig } from './config.ts'
export { type Keys, loadKeys } from './keys.ts'
export { MigrationError, migrate } from './migrate.ts'
export { type Server, startServer } from './server.ts'
