import { expect, test } from 'vitest';
import { type Role, ranByRole, roleOf } from './processorRoles.ts';

test.each<[process: string, thread: string, isMain: boolean, role: Role]>([
  ['renderer', 'chromium', true, 'page'],
  ['renderer', 'DedicatedWorker', false, 'workers'],
  ['renderer', 'ThreadPoolForeg', false, 'pool'],
  ['renderer', 'CompositorTileW', false, 'drawing'],
  ['renderer', 'Chrome_ChildIOT', false, 'rest'],
  ['renderer', '', false, 'rest'],
  ['browser', 'ThreadPoolForeg', false, 'reading'],
  ['browser', 'Chrome_IOThread', false, 'reading'],
  ['browser', 'chromium', true, 'browser'],
  ['GPU', 'VizCompositorTh', false, 'drawing'],
  ['storage.mojom.StorageService', 'chromium', true, 'services'],
])('%s, %s: its role', (process, thread, isMain, role) => {
  expect(roleOf({ process, thread, isMain })).toBe(role);
});

test('what a role took is what its threads took', () => {
  const worker = { process: 'renderer', thread: 'DedicatedWorker', isMain: false, waited: 9 };
  const ran = ranByRole([
    { ...worker, ran: 20 },
    { ...worker, ran: 3 },
    { ...worker, process: 'GPU', ran: 5 },
  ]);
  expect(ran.workers).toBe(23);
  expect(ran.drawing).toBe(5);
  expect(ran.page).toBe(0);
});
