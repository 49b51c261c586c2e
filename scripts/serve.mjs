// A small static file server for dist/. Run as a program: node scripts/serve.mjs [--port N] [--under /PATH/].
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fail, ROOT } from './project.mjs';

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

const PORTS_TRIED = 50;

/**
 * @typedef {object} ServeOptions
 * @property {string} folder
 * @property {number} port where it is taken, the next free one is used
 * @property {string} [under] the path the folder appears at, as on a project page of GitHub
 * @property {string} [host]
 * @property {boolean} [exact] fail rather than take another port
 */

/** Starts the server and resolves to its address. @param {ServeOptions} options @returns {Promise<string>} */
export function serve({ folder, port, under = '/', host = '127.0.0.1', exact = false }) {
  const root = resolve(folder);

  const server = createServer(async (request, response) => {
    const { status, headers, file } = await answer(root, under, request);
    response.writeHead(status, headers);
    if (file === undefined) response.end(`${status}\n`);
    else if (request.method === 'HEAD') response.end();
    else pipeline(createReadStream(file), response, () => response.destroy());
  });

  return new Promise((done, failed) => {
    let attempt = port;
    server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      const mayTryNext = error.code === 'EADDRINUSE' && !exact && attempt < port + PORTS_TRIED;
      if (!mayTryNext) return failed(error);
      attempt += 1;
      return server.listen(attempt, host);
    });
    server.on('listening', () =>
      done(`http://${host === '127.0.0.1' ? 'localhost' : host}:${attempt}${under}`),
    );
    server.listen(attempt, host);
  });
}

/**
 * What a request gets: a file, or only a status.
 *
 * @param {string} root
 * @param {string} under
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<{ status: number, headers: import('node:http').OutgoingHttpHeaders, file?: string }>}
 */
async function answer(root, under, { method, url = '/' }) {
  const plain = { 'Content-Type': TYPES['.txt'] };
  if (method !== 'GET' && method !== 'HEAD')
    return { status: 405, headers: { ...plain, Allow: 'GET, HEAD' } };

  const path = decodedPath(url);
  if (path === undefined) return { status: 400, headers: plain };
  if (path === '/' && under !== '/') return { status: 302, headers: { ...plain, Location: under } };
  if (!path.startsWith(under)) return { status: 404, headers: plain };

  const file = join(root, path.slice(under.length), path.endsWith('/') ? 'index.html' : '');
  const found = file.startsWith(root + sep) ? await stat(file).catch(() => undefined) : undefined;
  if (!found?.isFile()) return { status: 404, headers: plain };

  const headers = {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Length': found.size,
    // A rebuilt page must show at the next reload.
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
  };
  return { status: 200, headers, file };
}

/** The path a request asks for, or undefined where it is malformed. @param {string} url */
function decodedPath(url) {
  try {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    return path.includes('\0') ? undefined : path;
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4173' },
      under: { type: 'string', default: '/' },
      exact: { type: 'boolean', default: false },
    },
  });
  try {
    const folder = join(ROOT, 'dist');
    const address = await serve({
      folder,
      port: Number(values.port),
      under: values.under,
      exact: values.exact,
    });
    console.log(address);
  } catch (error) {
    fail(`Cannot serve: ${error instanceof Error ? error.message : error}`);
  }
}
