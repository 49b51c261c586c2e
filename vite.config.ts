import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/**
 * The development server injects inline scripts and styles and talks over a web socket; the page's content
 * security policy forbids all three. Relaxed while developing only: the built page keeps the policy as written.
 */
function relaxPolicyWhileDeveloping(): Plugin {
  return {
    name: 'relax-policy-while-developing',
    apply: 'serve',
    transformIndexHtml: (html) =>
      html
        .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
        .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
        .replace("connect-src 'self'", "connect-src 'self' ws:"),
  };
}

export default defineConfig({
  // Relative addresses: the page works at any path.
  base: './',
  plugins: [react(), relaxPolicyWhileDeveloping()],
  build: {
    target: 'es2023',
    // The policy allows no data: address for scripts, styles and fonts.
    assetsInlineLimit: 0,
    sourcemap: true,
  },
  worker: { format: 'es' },
});
