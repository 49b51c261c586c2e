// npm run layers: holds the source to its architecture. What the tables do not allow is forbidden.
import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { ROOT } from './project.mjs';

/**
 * @typedef {object} Layer
 * @property {readonly string[]} imports other layers it may import from
 * @property {readonly string[]} packages packages it may import; 'node:' stands for all of Node
 * @property {boolean} [open] others may import any of its files, not only its index.ts
 */

const ENGINE = [
  'src/base',
  'src/codec',
  'src/scan',
  'src/repair',
  'src/replay',
  'src/columnar',
  'src/formats',
];
const UP_TO_STATE = [...ENGINE, 'src/workers', 'src/state'];
const REACT = ['react', 'react-dom', '@tanstack/*', 'zustand'];

/**
 * A folder belongs to the longest name here that it begins with; `*` stands for one folder of its own, so that
 * the panes of the page know nothing of one another and only the shell puts them together.
 *
 * @type {Readonly<Record<string, Layer>>}
 */
const LAYERS = {
  'src/base': { imports: [], packages: [] },
  'src/codec': { imports: ['src/base'], packages: ['@noble/ciphers'] },
  'src/columnar': { imports: ['src/base', 'src/codec'], packages: [] },
  'src/scan': { imports: ['src/base', 'src/codec', 'src/columnar'], packages: [] },
  'src/repair': {
    imports: ['src/base', 'src/codec', 'src/columnar', 'src/scan', 'src/replay'],
    packages: ['@noble/hashes'],
  },
  'src/replay': { imports: ['src/base', 'src/codec', 'src/columnar', 'src/scan'], packages: [] },
  'src/formats': {
    imports: ['src/base', 'src/codec', 'src/columnar', 'src/scan', 'src/replay', 'src/repair'],
    packages: [],
  },
  'src/workers': { imports: ENGINE, packages: ['comlink'] },
  'src/state': { imports: [...ENGINE, 'src/workers'], packages: ['zustand', 'idb-keyval'] },
  'src/views/ui': { imports: UP_TO_STATE, packages: REACT, open: true },
  'src/views/*': { imports: [...UP_TO_STATE, 'src/views/ui'], packages: REACT, open: true },
  'src/views/shell': {
    imports: [...UP_TO_STATE, 'src/views/ui', 'src/views/*'],
    packages: REACT,
    open: true,
  },
  'src/main.tsx': { imports: ['src/views/shell', 'src/state'], packages: ['react', 'react-dom'] },
  cli: { imports: ENGINE, packages: ['node:', 'comlink', 'comlink/*'] },
  e2e: { imports: ['*'], packages: ['*'], open: true },
  bench: { imports: ['*'], packages: ['*'], open: true },
};

/** A test may import these on top of what its layer allows. */
const FOR_TESTS = { imports: ['test', 'scripts'], packages: ['vitest', 'fast-check', 'node:', '@noble/*'] };

const LONG_FILE = 400;
const TEST = /\.test\.tsx?$|\.spec\.ts$/;
const CODE = /\.tsx?$/;

/**
 * @typedef {{ target: string, line: number }} Import
 * @typedef {{ path: string, line: number, message: string }} Problem
 * @typedef {{ type: string, start: number, [key: string]: unknown }} SyntaxNode
 * @typedef {ReadonlyMap<string, string>} Sources text by path, relative to the project, with forward slashes
 */

/** Every fault of these sources, in the order of the files. @param {Sources} sources @returns {Problem[]} */
export function checkSources(sources) {
  /** @type {Problem[]} */
  const problems = [];
  /** @type {Map<string, string[]>} */
  const graph = new Map();

  for (const [path, text] of sources) {
    if (/^(src|cli)\//.test(path)) problems.push(...checkLength(path, text));
    if (!CODE.test(path)) continue;
    if (layerOf(path) === undefined) {
      problems.push({
        path,
        line: 1,
        message: 'belongs to no layer; add it to the table of scripts/layers.mjs',
      });
    }
    const { imports, problems: found } = readFacts(path, text);
    problems.push(...found);
    for (const { target, line } of imports) {
      const message = refusal(path, target);
      if (message !== undefined) problems.push({ path, line, message });
    }
    const local = imports.map(({ target }) => resolve(path, target)).filter((target) => target !== undefined);
    graph.set(path, local);
  }
  return [...problems, ...findCycles(graph)];
}

/**
 * What a file imports, in whatever way (types and worker addresses too), and what it writes that it may not.
 *
 * @param {string} path
 * @param {string} text
 * @returns {{ imports: Import[], problems: Problem[] }}
 */
function readFacts(path, text) {
  /** @type {Import[]} */
  const imports = [];
  /** @type {Problem[]} */
  const problems = [];
  const { program, errors } = parseSync(path, text);
  const lineOf = (/** @type {number} */ at) => text.slice(0, at).split('\n').length;
  const report = (/** @type {SyntaxNode} */ node, /** @type {string} */ message) =>
    problems.push({ path, line: lineOf(node.start), message });

  for (const error of errors) problems.push({ path, line: 1, message: `does not parse: ${error.message}` });

  visit(program, (node) => {
    const target = importedBy(node);
    if (target !== undefined) imports.push({ target, line: lineOf(node.start) });

    if (node.type === 'ImportExpression' && target === undefined) {
      report(node, 'imports what only running it can tell; import a literal address');
    }
    if (node.type === 'ExportDefaultDeclaration' && path.startsWith('src/')) {
      report(node, 'has a default export; name it');
    }
    if (isAsAny(node)) report(node, 'casts to any');
    if (TEST.test(path) && isNarrowedTest(node)) report(node, 'leaves tests out (.only, .skip, .todo)');
  });
  return { imports, problems };
}

/** @param {unknown} value @param {(node: SyntaxNode) => void} seen */
function visit(value, seen) {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) visit(item, seen);
    return;
  }
  if ('type' in value && 'start' in value) seen(/** @type {SyntaxNode} */ (value));
  for (const child of Object.values(value)) visit(child, seen);
}

/** @param {unknown} node @returns {string | undefined} */
function literal(node) {
  const { type, value } = /** @type {{ type?: string, value?: unknown }} */ (node ?? {});
  return type === 'Literal' && typeof value === 'string' ? value : undefined;
}

/** The address a node imports, if it is an import of any kind. @param {SyntaxNode} node */
function importedBy(node) {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literal(node.source);
    case 'TSModuleDeclaration':
      // declare module '../codec/index.ts': adds to what another file declares
      return literal(node.id);
    case 'NewExpression': {
      // new Worker(new URL('./x.worker.ts', import.meta.url))
      const { callee, arguments: args } =
        /** @type {{ callee: { name?: string }, arguments: { type?: string }[] }} */ (
          /** @type {unknown} */ (node)
        );
      const isRelative = args[1]?.type === 'MemberExpression';
      const address = callee.name === 'URL' && isRelative ? literal(args[0]) : undefined;
      return address !== undefined && CODE.test(address) ? address : undefined;
    }
    default:
      return undefined;
  }
}

/** @param {SyntaxNode} node */
function isAsAny({ type, typeAnnotation }) {
  if (type !== 'TSAsExpression' && type !== 'TSTypeAssertion') return false;
  return /** @type {{ type?: string }} */ (typeAnnotation).type === 'TSAnyKeyword';
}

/** @param {SyntaxNode} node */
function isNarrowedTest(node) {
  if (node.type !== 'MemberExpression') return false;
  const member =
    /** @type {{ object: { name?: string, object?: { name?: string } }, property: { name?: string } }} */ (
      /** @type {unknown} */ (node)
    );
  const root = member.object.name ?? member.object.object?.name;
  const narrows = /^(only|skip|todo|fixme|skipIf|runIf|fails)$/.test(member.property.name ?? '');
  return narrows && /^(test|it|describe|suite)$/.test(root ?? '');
}

/** The file a relative import names, or undefined for a package. @param {string} path @param {string} target */
function resolve(path, target) {
  return target.startsWith('.') ? posix.join(posix.dirname(path), target.replace(/\?.*$/, '')) : undefined;
}

/** The name in LAYERS that a file belongs to, and the folder this stands for. @param {string} path */
function layerOf(path) {
  const parts = path.split('/');
  for (let length = parts.length; length > 0; length -= 1) {
    const folder = parts.slice(0, length).join('/');
    if (folder in LAYERS) return { name: folder, folder };
    const wild = [...parts.slice(0, length - 1), '*'].join('/');
    if (length > 1 && length < parts.length && wild in LAYERS) return { name: wild, folder };
  }
  return undefined;
}

/** @param {readonly string[]} allowed @param {string} name */
function allows(allowed, name) {
  return allowed.some((pattern) =>
    pattern.endsWith('*') || pattern.endsWith(':')
      ? name.startsWith(pattern.replace(/\*$/, ''))
      : name === pattern || name.startsWith(`${pattern}/`),
  );
}

/** Why a file may not import this, or undefined if it may. @param {string} path @param {string} target */
function refusal(path, target) {
  const from = layerOf(path);
  if (from === undefined) return undefined; // told once for the whole file
  const { imports, packages } = LAYERS[from.name] ?? { imports: [], packages: [] };
  const isTest = TEST.test(path);

  const file = resolve(path, target);
  if (file === undefined) {
    const allowed = isTest ? [...packages, ...FOR_TESTS.packages] : packages;
    return allows(allowed, target) ? undefined : `${from.folder} may not import the package ${target}`;
  }

  const to = layerOf(file);
  if (to?.folder === from.folder) return undefined;
  if (to === undefined) {
    const mayLeave = imports.includes('*') || (isTest && allows(FOR_TESTS.imports, file));
    return mayLeave ? undefined : `${from.folder} may not import ${file}, which belongs to no layer`;
  }
  if (imports.includes('*')) return undefined;
  if (!imports.includes(to.name)) return `${from.folder} may not import from ${to.folder} (${target})`;
  const isPublic = LAYERS[to.name]?.open === true || file === `${to.folder}/index.ts`;
  return isPublic ? undefined : `imports ${file}; only ${to.folder}/index.ts is open to other layers`;
}

/** Each cycle once, told at its first file in the order of the map. @param {Map<string, string[]>} graph */
function findCycles(graph) {
  /** @type {Problem[]} */
  const problems = [];
  const done = new Set();
  /** @type {string[]} */
  const trail = [];

  const enter = (/** @type {string} */ path) => {
    const start = trail.indexOf(path);
    if (start !== -1) {
      const cycle = [...trail.slice(start), path].join(' → ');
      problems.push({ path, line: 1, message: `imports itself in a circle: ${cycle}` });
      return;
    }
    if (done.has(path)) return;
    done.add(path);
    trail.push(path);
    for (const next of graph.get(path) ?? []) enter(next);
    trail.pop();
  };
  for (const path of graph.keys()) enter(path);
  return problems;
}

/** @param {string} path @param {string} text @returns {Problem[]} */
function checkLength(path, text) {
  const lines = text.trimEnd().split('\n').length;
  const header = /^(\s*(\/\/[^\n]*|\/\*[\s\S]*?\*\/))*/.exec(text)?.[0] ?? '';
  if (lines <= LONG_FILE || /length:/i.test(header)) return [];
  const message = `has ${lines} lines, over ${LONG_FILE}; split it, or say why in its header ("Length: …")`;
  return [{ path, line: 1, message }];
}

/** The project's own sources. @returns {Promise<Map<string, string>>} */
async function readSources() {
  /** @type {Map<string, string>} */
  const sources = new Map();
  for (const folder of ['src', 'cli', 'e2e', 'bench']) {
    const found = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of found) {
      if (!entry.isFile() || !/\.(tsx?|css)$/.test(entry.name)) continue;
      const file = join(entry.parentPath, entry.name);
      sources.set(posix.relative(toPosix(ROOT), toPosix(file)), await readFile(file, 'utf8'));
    }
  }
  return new Map([...sources].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @param {string} path */
function toPosix(path) {
  return path.replaceAll('\\', '/');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sources = await readSources();
  const problems = checkSources(sources);
  for (const { path, line, message } of problems) console.error(`${path}:${line}  ${message}`);
  console.error(`${sources.size} files, ${problems.length} problems`);
  // Nothing read is a check that did not happen.
  process.exitCode = problems.length > 0 || sources.size === 0 ? 1 : 0;
}
