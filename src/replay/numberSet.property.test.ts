import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../test/support/propertyRuns.ts';
import { NumberSet } from './numberSet.ts';

const number = fc.oneof(fc.nat({ max: 30 }), fc.constantFrom(0, 1, 0xffff_fffd, 0xffff_ffff), fc.nat());

/** A copy is made in between, and one of the two goes on unchanged. */
const step = fc.record({ how: fc.constantFrom('add', 'add', 'delete', 'clone'), number });

test('a set of numbers is a Set of numbers', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.array(number), (steps, asked) => {
      let set = new NumberSet();
      let model = new Set<number>();
      const left: [NumberSet, Set<number>][] = [];
      for (const { how, number: one } of steps) {
        if (how === 'clone') {
          left.push([set, model]);
          set = set.clone();
          model = new Set(model);
        } else {
          set[how as 'add' | 'delete'](one);
          model[how as 'add' | 'delete'](one);
        }
        expect(set.size).toBe(model.size);
      }
      for (const [each, its] of [...left, [set, model] as const]) {
        expect(each.size).toBe(its.size);
        // What is in it is told by what adding it again changes.
        for (const one of [...its, ...asked]) {
          const size = each.size;
          each.add(one);
          expect(each.size - size).toBe(its.has(one) ? 0 : 1);
          its.add(one);
        }
        for (const one of its) each.delete(one);
        expect(each.size).toBe(0);
      }
    }),
    runs(3),
  );
});
