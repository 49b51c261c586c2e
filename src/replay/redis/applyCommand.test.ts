/* What commands do, by Redis's rules. Each case: commands, and what is there behind them. */
import { describe, expect, test } from 'vitest';
import { COMMANDS, decodeUtf8Lossy, encodeUtf8, type Json } from '../../codec/index.ts';
import { keyName } from '../keyName.ts';
import { Keyspace } from '../keyspace.ts';
import { heldToJson, sortedKeys } from '../stateJson.ts';
import { applyCommand, changesNothing, isReplayed } from './applyCommand.ts';

const NOW = 1_700_000_000_000n;

function run(script: string, keyspace = new Keyspace(), database = 0): Keyspace {
  for (const line of script.trim().split('\n')) {
    const args = line
      .trim()
      .split(' ')
      .map((word) => encodeUtf8(word === '""' ? '' : word));
    applyCommand(keyspace, args, database, NOW);
  }
  return keyspace;
}

const base64 = (text: string): string => decodeUtf8Lossy(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));

/** Values as text: collections with their elements in the order of the JSON. */
function shown(value: Json | undefined): unknown {
  if (typeof value === 'string') return base64(value);
  if (!Array.isArray(value)) return value;
  return (value as readonly Json[]).map((each) => {
    if (typeof each === 'string') return each;
    const { field, value: bytes, member, score } = each as Record<string, Json>;
    return field === undefined ? [member, score] : [field, base64(bytes as string)];
  });
}

function state(keyspace: Keyspace): Record<string, unknown> {
  return Object.fromEntries(
    sortedKeys(keyspace.keys.keys()).map((key) => {
      const held = keyspace.keys.get(key);
      if (held === undefined) throw new Error(key);
      const { type, value } = heldToJson(key, held);
      const items = type === 'list' ? (value as string[]).map(base64) : shown(value);
      return [key, items];
    }),
  );
}

const after = (script: string): Record<string, unknown> => state(run(script));

describe('strings', () => {
  test.each([
    ['SET k v', { k: 'v' }],
    ['set k v\nSET k w NX', { k: 'v' }],
    ['SET k v XX', {}],
    ['SET k v\nSET k w XX GET', { k: 'w' }],
    ['SETNX k v\nSETNX k w', { k: 'v' }],
    ['GETSET k v', { k: 'v' }],
    ['SET k v\nGETDEL k', {}],
    ['MSET a 1 b 2', { a: '1', b: '2' }],
    ['SET b 0\nMSETNX a 1 b 2', { b: '0' }],
    ['APPEND k ab\nAPPEND k cd', { k: 'abcd' }],
    ['INCR n\nINCRBY n 41\nDECR n\nDECRBY n 2', { n: '39' }],
    ['SET n 9223372036854775807\nINCR n', { n: '9223372036854775807' }],
    ['SET n 010\nINCR n', { n: '010' }],
    ['SET n +1\nINCR n', { n: '+1' }],
    ['LPUSH n 1\nINCR n', { n: ['1'] }],
    ['SETRANGE k 2 xy', { k: '\0\0xy' }],
    ['SETRANGE k 2 ""', {}],
    ['SETRANGE k 536870912 x', {}],
    ['SETBIT k 1 1', { k: '@' }],
    ['SETBIT k 1 2', {}],
    ['SET a abc\nSET b abd\nBITOP AND d a b', { a: 'abc', b: 'abd', d: 'ab`' }],
    ['SET d x\nBITOP OR d missing', {}],
  ])('%s', (script, wanted) => expect(after(script)).toEqual(wanted));
});

describe('lists', () => {
  test.each([
    ['LPUSH l a b c', { l: ['c', 'b', 'a'] }],
    ['RPUSH l a b\nLPUSHX l z\nRPUSHX m y', { l: ['z', 'a', 'b'] }],
    ['RPUSH l a b c d\nLPOP l 2\nRPOP l', { l: ['c'] }],
    ['RPUSH l a\nLPOP l 99999999999', {}],
    ['RPUSH l a b c\nLTRIM l 1 -1', { l: ['b', 'c'] }],
    ['RPUSH l a b c\nLTRIM l 0 -100', {}],
    ['RPUSH l a b c\nLSET l -1 z\nLSET l 7 y', { l: ['a', 'b', 'z'] }],
    ['RPUSH l a b\nLINSERT l BEFORE b x\nLINSERT l after b y', { l: ['a', 'x', 'b', 'y'] }],
    ['RPUSH l a b a b a\nLREM l -2 a', { l: ['a', 'b', 'b'] }],
    ['RPUSH l a b c\nRPOPLPUSH l m\nLMOVE l m LEFT RIGHT', { l: ['b'], m: ['c', 'a'] }],
    ['RPUSH l a b c\nRPOPLPUSH l l', { l: ['c', 'a', 'b'] }],
    ['RPUSH l a\nSET m x\nRPOPLPUSH l m', { l: ['a'], m: 'x' }],
    ['SET l x\nRPUSH l a', { l: 'x' }],
  ])('%s', (script, wanted) => expect(after(script)).toEqual(wanted));
});

describe('sets and hashes', () => {
  test.each([
    ['SADD s a b a\nSREM s b', { s: ['a'] }],
    ['SADD s a\nSREM s a', {}],
    ['SADD s a b\nSMOVE s t a\nSMOVE s t x', { s: ['b'], t: ['a'] }],
    ['SADD a 1 2\nSADD b 2 3\nSINTERSTORE i a b', { a: ['1', '2'], b: ['2', '3'], i: ['2'] }],
    ['SADD a 1 2\nSADD u 9\nSUNIONSTORE u a b', { a: ['1', '2'], u: ['1', '2'] }],
    ['SADD a 1 2\nSADD b 2\nSDIFFSTORE a a b', { a: ['1'], b: ['2'] }],
    ['SADD d 1\nSINTERSTORE d a b', {}],
    ['HSET h a 1 b 2\nHSETNX h a 9\nHDEL h b', { h: [['a', '1']] }],
    ['HMSET h a 1\nHINCRBY h a 41\nHINCRBY h n -1', { h: [['a', '42'], ['n', '-1']] }], // biome-ignore format: one line
    ['HSET h a x\nHINCRBY h a 1', { h: [['a', 'x']] }],
    ['HSET h a 1 b', {}],
  ])('%s', (script, wanted) => expect(after(script)).toEqual(wanted));
});

describe('sorted sets', () => {
  test.each([
    ['ZADD z 1 a 2 b\nZADD z 3 a', { z: [['a', 3], ['b', 2]] }], // biome-ignore format: one line
    ['ZADD z NX 1 a\nZADD z NX 2 a\nZADD z XX 5 b', { z: [['a', 1]] }],
    ['ZADD z 5 a\nZADD z GT 3 a\nZADD z LT CH 4 a', { z: [['a', 4]] }],
    ['ZADD z INCR 5 a\nZINCRBY z -2.5 a', { z: [['a', 2.5]] }],
    ['ZADD z +inf a\nZINCRBY z -inf a', { z: [['a', 'Infinity']] }],
    ['ZADD z 1 a nan b', {}],
    ['ZADD z 1 a 2 b 3 c\nZREMRANGEBYSCORE z (1 2', { z: [['a', 1], ['c', 3]] }], // biome-ignore format: one line
    ['ZADD z 1 b 1 a 3 c\nZREMRANGEBYRANK z 0 0', { z: [['b', 1], ['c', 3]] }], // biome-ignore format: one line
    ['ZADD z 1 a 2 b\nZREMRANGEBYRANK z -1 -1', { z: [['a', 1]] }],
    ['ZADD z 0 a 0 b 0 c\nZREMRANGEBYLEX z [b +', { z: [['a', 0]] }],
    ['ZADD z 1 a 2 b\nZPOPMIN z\nZPOPMAX z', {}],
    ['ZADD a 1 x 2 y\nZADD b 10 y\nZUNIONSTORE u 2 a b WEIGHTS 2 1 AGGREGATE MAX\nDEL a b', { u: [['x', 2], ['y', 10]] }], // biome-ignore format: one line
    ['ZADD a 1 x 2 y\nSADD b y\nZINTERSTORE u 2 a b\nDEL a b', { u: [['y', 3]] }],
    ['ZADD a 1 x 2 y\nSADD b y\nZDIFFSTORE u 2 a b\nDEL a b', { u: [['x', 1]] }],
    ['ZADD z 1 a\nZUNIONSTORE z 99 a', { z: [['a', 1]] }],
  ])('%s', (script, wanted) => expect(after(script)).toEqual(wanted));
});

describe('keys and databases', () => {
  test.each([
    ['SET a 1\nSET b 2\nDEL a c\nUNLINK b', {}],
    ['SET a 1\nRENAME a b', { b: '1' }],
    ['SET a 1\nSET b 2\nRENAMENX a b', { a: '1', b: '2' }],
    ['SET a 1\nCOPY a b\nAPPEND a 2\nCOPY a b', { a: '12', b: '1' }],
    ['SET a 1\nSET b 2\nCOPY a b REPLACE', { a: '1', b: '1' }],
    ['SET a 1\nFLUSHDB', {}],
    ['SET a', {}],
    ['GET a\nSELECT 3\nMULTI\nEXEC\nPING', {}],
  ])('%s', (script, wanted) => expect(after(script)).toEqual(wanted));

  test('the same key in two databases is two keys', () => {
    const keyspace = run('SET k zero\nMOVE k 4');
    run('SET k one', keyspace, 1);
    run('COPY k k DB 2', keyspace, 1);
    expect(state(keyspace)).toEqual({
      [keyName('k', 1)]: 'one',
      [keyName('k', 2)]: 'one',
      [keyName('k', 4)]: 'zero',
    });
    run('SET x y\nSWAPDB 0 1', keyspace);
    expect(state(keyspace)).toEqual({
      k: 'one',
      [keyName('x', 1)]: 'y',
      [keyName('k', 2)]: 'one',
      [keyName('k', 4)]: 'zero',
    });
    run('FLUSHDB', keyspace, 2);
    expect(state(keyspace)).not.toHaveProperty([keyName('k', 2)]);
    run('FLUSHALL', keyspace);
    expect(state(keyspace)).toEqual({});
  });
});

describe('times to live', () => {
  const ttl = (script: string): readonly (bigint | null)[] => {
    const held = run(script).get('k');
    return held === undefined ? [] : [held.ttlMs, held.expireAtMs];
  };

  test.each([
    ['SET k v EX 10', [10_000n, null]],
    ['SET k v PX 0', []],
    ['SET k v PXAT 1700000001000', [1000n, 1_700_000_001_000n]],
    ['SET k v EXAT 1', [0n, 1000n]],
    ['SETEX k 5 v', [5000n, null]],
    ['PSETEX k 5 v', [5n, null]],
    ['SET k v EX 10\nSET k w KEEPTTL', [10_000n, null]],
    ['SET k v EX 10\nSET k w', [-1n, null]],
    ['SET k v EX 10\nAPPEND k w', [10_000n, null]],
    ['SET k v\nEXPIRE k 7', [7000n, null]],
    ['SET k v\nEXPIRE k -1', [0n, null]],
    ['SET k v\nPEXPIREAT k 1700000000001', [1n, 1_700_000_000_001n]],
    ['SET k v\nEXPIRE k 7\nPERSIST k', [-1n, null]],
    ['SET k v\nEXPIRE k 7 XX', [-1n, null]],
    ['SET k v\nEXPIRE k 7\nEXPIRE k 5 GT', [7000n, null]],
    ['SET k v\nEXPIRE k 7\nEXPIRE k 5 LT', [5000n, null]],
    ['SET k v\nEXPIRE k 7 GT', [-1n, null]],
    ['SET k v EX 9\nGETEX k PERSIST', [-1n, null]],
    ['SET a v EX 9\nRENAME a k', [9000n, null]],
    ['EXPIRE k 7', []],
  ])('%s', (script, wanted) => expect(ttl(script)).toEqual(wanted));
});

describe('what is not replayed', () => {
  test.each([
    ['XADD s 1-1 f v', ['s']],
    ['NEW.COMMAND k v', ['k']],
    ['EVAL script 2 a b arg', ['a', 'b']],
    ['SORT l STORE d', ['d']],
    ['SORT l', []],
    ['SPOP s', ['s']],
    ['XADD s 1-1 f v\nDEL s', []],
    ['XADD s 1-1 f v\nRENAME s t', ['t']],
    ['XADD s 1-1 f v\nSET t x\nCOPY s t', ['s', 't']],
    ['XADD s 1-1 f v\nFLUSHALL', []],
    ['PFADD a x\nSET a y', []],
  ])('%s', (script, unclear) => {
    expect([...run(script).unclear]).toEqual(unclear);
  });

  test('each command of the table is replayed, changes nothing, or leaves its keys unclear', () => {
    for (const { name, firstKey } of COMMANDS) {
      const keyspace = new Keyspace();
      const args = [name, ...Array.from({ length: 9 }, () => '1')].map(encodeUtf8);
      const touched = applyCommand(keyspace, args, 0, NOW);
      if (changesNothing(name)) expect([name, touched]).toEqual([name, []]);
      else if (!isReplayed(name)) expect([name, keyspace.keys.size]).toEqual([name, 0]);
      else expect([name, firstKey >= 0]).toEqual([name, true]);
    }
  });
});
