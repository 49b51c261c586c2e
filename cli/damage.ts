/* shardscope damage: copies of files with known damage, for tests of tools and of people. */
import { type ByteSource, groupDigits } from '../src/codec/index.ts';
import { countOf } from './checkText.ts';
import type { CommandContext } from './command.ts';
import { chunksOf, DAMAGES, type DamageKind, type DamageStep, damageOnce } from './damageSteps.ts';
import { CommandError, ExitCode } from './exitCode.ts';
import { openFileSource } from './fileSource.ts';
import { onlyFile, readArguments } from './options.ts';
import { ownerOf, reading } from './reading.ts';
import { checkTarget } from './target.ts';
import { writeWhole } from './temporaryFile.ts';

const MANY = { type: 'string', multiple: true } as const;

const OPTIONS = {
  output: { type: 'string', short: 'o' },
  force: { type: 'boolean' },
  seed: { type: 'string' },
  flip: MANY,
  zero: MANY,
  truncate: MANY,
  delete: MANY,
  insert: MANY,
  random: MANY,
  copy: MANY,
  swap: MANY,
} as const;

/** Writes a damaged copy of a file. The same arguments always make the same file. */
export async function runDamage(args: readonly string[], { out }: CommandContext): Promise<ExitCode> {
  const { values, positionals, tokens } = readArguments('damage', args, OPTIONS);
  const path = onlyFile('damage', positionals);
  const output = values.output;
  if (output === undefined) throw new CommandError(ExitCode.usage, 'damage needs -o OUT, the file to write');
  const seed = seedOption(values.seed);
  const steps = tokens.flatMap((token): DamageStep[] =>
    token.kind === 'option' && isDamage(token.name) ? [{ kind: token.name, text: token.value ?? '' }] : [],
  );
  if (steps.length === 0) {
    throw new CommandError(
      ExitCode.usage,
      `damage needs something to do: ${DAMAGES.map((each) => `--${each}`).join(', ')}`,
    );
  }
  await checkTarget([path], output, values.force === true);
  const file = await reading(path, () => openFileSource(path));
  try {
    let source: ByteSource = file;
    const done: string[] = [];
    let next = seed;
    for (const step of steps) {
      const damaged = await reading(path, () => damageOnce(source, step, next));
      if (step.kind === 'random') next++;
      source = damaged.source;
      done.push(damaged.done);
    }
    await writeWhole({
      path: output,
      owner: await reading(path, () => ownerOf(path)),
      write: async (write) => {
        for await (const chunk of chunksOf(source)) await write(chunk);
      },
      check: () => Promise.resolve(),
    });
    for (const line of done) await out.write(`${line}\n`);
    await out.write(
      `${output}: ${countOf(source.size(), 'byte')}; ${path} has ${groupDigits(file.size())}\n`,
    );
    return ExitCode.clean;
  } finally {
    await file.close();
  }
}

const isDamage = (name: string): name is DamageKind => (DAMAGES as readonly string[]).includes(name);

function seedOption(text: string | undefined): number {
  if (text === undefined) return 1;
  if (/^[0-9]{1,9}$/.test(text)) return Number(text);
  throw new CommandError(ExitCode.usage, `--seed takes a whole number below a billion, got "${text}"`);
}
