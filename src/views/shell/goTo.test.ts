import { describe, expect, test } from 'vitest';
import { parseGoTo } from './goTo.ts';

const record = (value: number) => ({ kind: 'record', record: value });
const offset = (value: number) => ({ kind: 'offset', offset: value });

describe('go to', () => {
  test('a bare number is a record', () => {
    expect(parseGoTo('123')).toEqual(record(123));
    expect(parseGoTo(' #12 ')).toEqual(record(12));
    expect(parseGoTo('1,204,119')).toEqual(record(1_204_119));
    expect(parseGoTo('1 204 119')).toEqual(record(1_204_119));
  });

  test('hexadecimal is an offset', () => {
    expect(parseGoTo('0x10A3F2C1')).toEqual(offset(0x10a3f2c1));
    expect(parseGoTo('0X10a3_f2c1')).toEqual(offset(0x10a3f2c1));
    expect(parseGoTo('@0xff')).toEqual(offset(255));
  });

  test('a decimal offset has @ before it or a unit after it', () => {
    expect(parseGoTo('@4096')).toEqual(offset(4096));
    expect(parseGoTo('4096 b')).toEqual(offset(4096));
    expect(parseGoTo('4096 bytes')).toEqual(offset(4096));
    expect(parseGoTo('4k')).toEqual(offset(4096));
    expect(parseGoTo('1.5 MiB')).toEqual(offset(1_572_864));
    expect(parseGoTo('2 MB')).toEqual(offset(2_000_000));
  });

  test('anything else leads nowhere', () => {
    for (const typed of ['', 'abc', '0x', '0xZZ', '-5', '1.5', '12 parsecs', '@', '99999999999999999999']) {
      expect(parseGoTo(typed)).toBeNull();
    }
  });
});
