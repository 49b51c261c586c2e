import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../repair/index.ts';
import { presetText } from './presetTexts.ts';

describe('presetText', () => {
  it('has a text for each preset, in the words of the format', () => {
    for (const preset of PRESETS) {
      for (const noun of ['record', 'entry'] as const) {
        const { name, does, when } = presetText(preset, noun, 'Ember 0.4.9');
        expect(name && does && when, preset).toBeTruthy();
      }
    }
    expect(presetText('salvage', 'entry', '').does).not.toContain('record');
    expect(presetText('rewrite', 'record', 'Ember 0.4.4').name).toBe('Rewrite for Ember 0.4.4');
  });
});
