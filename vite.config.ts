import { readFileSync } from 'node:fs';
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
  plugins: [react(), relaxPolicyWhileDeveloping(), iconInPage(), compileWhileLoading()],
  build: {
    target: 'es2023',
    // The policy allows no data: address for scripts, styles and fonts.
    assetsInlineLimit: 0,
    sourcemap: true,
  },
  worker: { format: 'es' },
});

/**
 * Puts the icon into the page: browsers fetch it again when the address changes, and a page that keeps its state there
 * should not speak to anyone for that.
 */
function iconInPage(): Plugin {
  return {
    name: 'icon-in-page',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => {
        const svg = readFileSync(new URL('public/icon.svg', import.meta.url), 'utf8').replaceAll(
          /\n\s*/g,
          '',
        );
        return html.replace(/href="[^"]*icon\.svg"/, `href="data:image/svg+xml,${encodeURIComponent(svg)}"`);
      },
    },
  };
}

/**
 * Asks the browser to compile the first script while it loads it, off the page's thread, and not each function when it
 * is first called: most of them are when the first file is opened, and somebody waits. Others ignore the comment.
 */
function compileWhileLoading(): Plugin {
  const line = '//# allFunctionsCalledOnLoad\n';
  return {
    name: 'compile-while-loading',
    apply: 'build',
    generateBundle: {
      // It must stand at the very top, also above what is put there for the chunks that are loaded later.
      order: 'post',
      handler(_, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== 'chunk' || !chunk.isEntry) continue;
          chunk.code = line + chunk.code;
          const map = bundle[`${chunk.fileName}.map`];
          if (map?.type !== 'asset') throw new Error(`${chunk.fileName} has no source map`);
          const { mappings, ...rest } = JSON.parse(String(map.source)) as { readonly mappings: string };
          map.source = JSON.stringify({ ...rest, mappings: `;${mappings}` });
        }
      },
    },
  };
}
