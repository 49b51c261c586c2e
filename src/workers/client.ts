/*
 * The page's end of a file's worker. It adds four things to comlink: callbacks may be passed as they are, none is
 * called once its call was answered, a worker that dies rejects every call it left unanswered (comlink would wait for
 * ever), and ending it on purpose leaves those calls unanswered (whoever asked is gone too).
 *
 * The first file finds its worker running and practised: starting one takes longer than reading the rows that are seen
 * first.
 */
import { proxy, wrap } from 'comlink';
import type { ShardService } from './api.ts';
import { SPARE } from './spare.ts';
import { workerScript } from './workerScript.ts';

/** The worker is gone; the question can be asked again once it has been replaced. */
export class WorkerLostError extends Error {
  override readonly name = 'WorkerLostError';
}

export interface ShardClient {
  readonly service: ShardService;
  /** Ends the worker. Calls that wait for an answer never get one. */
  readonly terminate: () => void;
}

let spare: Worker | null = null;
let hasStarted = false;

/** Starts the worker that the first file will get, unless that was faster. Call it once, when the page has time. */
export function warmUpWorker(): void {
  if (hasStarted) return;
  const worker = newWorker(SPARE);
  spare = worker;
  // Then the first file starts its own, and says what is wrong with it.
  worker.addEventListener('error', (event) => {
    if (spare !== worker) return;
    event.preventDefault();
    spare = null;
  });
}

const newWorker = (name = ''): Worker => new Worker(workerScript(), { type: 'module', name });

function takeWorker(): Worker {
  const worker = spare ?? newWorker();
  spare = null;
  hasStarted = true;
  return worker;
}

/** Starts a worker. `onLost` is called at most once, and not after `terminate`. */
export function startShardWorker(onLost: (reason: string) => void): ShardClient {
  const worker = takeWorker();
  const remote = wrap<ShardService>(worker);
  const waiting = new Set<(error: WorkerLostError) => void>();
  let state: 'alive' | 'lost' | 'ended' = 'alive';

  const lose = (reason: string): void => {
    if (state !== 'alive') return;
    state = 'lost';
    worker.terminate();
    for (const reject of waiting) reject(new WorkerLostError(reason));
    waiting.clear();
    onLost(reason);
  };
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    lose(event.message || 'the worker stopped without a message');
  });
  worker.addEventListener('messageerror', () => lose('a message from the worker could not be read'));

  const call = (method: keyof ShardService, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (state === 'lost') reject(new WorkerLostError('the worker has stopped'));
      if (state !== 'alive') return;
      waiting.add(reject);
      const settle = (): boolean => waiting.delete(reject);
      const unanswered = (): boolean => waiting.has(reject);
      const sent = args.map((arg) => (isCallback(arg) ? proxy(callWhile(unanswered, arg)) : arg));
      const answer = (remote[method] as (...values: unknown[]) => Promise<unknown>)(...sent);
      answer.then(
        (value) => settle() && resolve(value),
        (error) => settle() && reject(error),
      );
    });

  return {
    service: forwardCalls(call),
    terminate: () => {
      if (state === 'alive') {
        state = 'ended';
        waiting.clear();
        worker.terminate();
      }
    },
  };
}

type Callback = (...args: unknown[]) => unknown;

const isCallback = (value: unknown): value is Callback => typeof value === 'function';

/**
 * A callback has a message port of its own, so its last message can come in after the answer: progress of work that is
 * done would then stand on the screen for ever.
 */
export const callWhile =
  (wanted: () => boolean, callback: Callback): Callback =>
  (...args) =>
    wanted() ? callback(...args) : undefined;

/** A service whose methods all go through `call`. */
export function forwardCalls(
  call: (method: keyof ShardService, args: readonly unknown[]) => Promise<unknown>,
): ShardService {
  const methods = new Map<PropertyKey, (...args: unknown[]) => Promise<unknown>>();
  return new Proxy({} as ShardService, {
    get: (_target, name) => {
      // A service is not a promise: awaiting one must not send "then" to the worker.
      if (name === 'then' || typeof name === 'symbol') return undefined;
      let method = methods.get(name);
      if (method === undefined) {
        method = (...args) => call(name as keyof ShardService, args);
        methods.set(name, method);
      }
      return method;
    },
  });
}
