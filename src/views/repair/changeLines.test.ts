import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../codec/index.ts';
import { changeLine } from './changeLines.ts';

const NONE = new Uint8Array(0);

describe('changeLine', () => {
  it('shows the change among what stands around it, as bytes and as text', () => {
    expect(changeLine(encodeUtf8('{"n":"M'), encodeUtf8('a'), encodeUtf8('ria"'))).toEqual({
      lead: '7b 22 6e 22 3a 22 4d',
      changed: '61',
      tail: '72 69 61 22',
      text: '{"n":"Maria"',
    });
  });

  it('shows binary content as letters and dots', () => {
    expect(changeLine(Uint8Array.of(1, 2, 3), Uint8Array.of(0x41), Uint8Array.of(0, 0, 9)).text).toBe(
      '···A···',
    );
  });

  it('shows the beginning of a long replacement, and nothing behind it', () => {
    const { changed, tail } = changeLine(NONE, new Uint8Array(1024), encodeUtf8('after'));
    expect(changed).toMatch(/^(00 ){24}… 1,000 more$/);
    expect(tail).toBe('');
  });

  it('says that nothing stands there', () => {
    expect(changeLine(NONE, NONE, NONE).changed).toBe('nothing');
  });
});
