import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { gzip } from './src/web/gzip-plugin.ts'
import { plates } from './src/web/plates-plugin.ts'

/** Where `npx vite`, for work on the page, finds the API: a server started with npm start. */
const api = process.env.PADDOCK_URL ?? 'http://127.0.0.1:54321'
const proxied = ['/rest', '/auth', '/functions', '/live', '/config.json', '/health']

export default defineConfig({
  plugins: [react(), plates(), gzip()],
  publicDir: 'src/web/public',
  build: { outDir: 'dist/web', emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0 },
  server: { proxy: Object.fromEntries(proxied.map((path) => [path, api])) },
})
