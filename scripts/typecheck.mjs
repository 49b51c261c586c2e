// npm run typecheck: every TypeScript project of this repository, each with the platform it may rely on.
import { run, tool } from './project.mjs';

const PROJECTS = ['tsconfig.core.json', 'tsconfig.app.json', 'tsconfig.node.json'];

// One after another: the compiler uses every core by itself.
for (const project of PROJECTS) {
  const code = await run(tool('typescript/bin/tsc', '--project', project));
  console.error(`${project}: ${code === 0 ? 'no errors' : 'failed'}`);
  if (code !== 0) process.exitCode = 1;
}
