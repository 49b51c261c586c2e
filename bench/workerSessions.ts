/*
 * Speaks with a page's workers. They are targets of their own; messages to them go through the page's session. A worker
 * that a worker has started isn't seen.
 */
import type { CDPSession } from '@playwright/test';

/** What comes from a worker: the answer to a call, or an event. */
interface Message {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: unknown;
}

let asked = 0;

export class WorkerSession {
  readonly id: string;
  readonly #cdp: CDPSession;

  constructor(cdp: CDPSession, id: string) {
    this.#cdp = cdp;
    this.id = id;
  }

  /** @throws what the worker says against it */
  ask(method: string, params: object = {}): Promise<unknown> {
    asked += 1;
    const id = asked;
    return new Promise((resolve, reject) => {
      const stop = this.#listen((answer) => {
        if (answer.id !== id) return;
        stop();
        if (answer.error === undefined) resolve(answer.result);
        else reject(new Error(`${method}: ${answer.error.message}`));
      });
      const message = JSON.stringify({ id, method, params });
      this.#cdp.send('Target.sendMessageToTarget', { sessionId: this.id, message }).catch(reject);
    });
  }

  /** Hears of an event from now on. */
  on(event: string, heard: (params: unknown) => void): void {
    this.#listen(({ method, params }) => {
      if (method === event) heard(params);
    });
  }

  #listen(heard: (message: Message) => void): () => void {
    const onMessage = (event: { readonly sessionId: string; readonly message: string }): void => {
      if (event.sessionId === this.id) heard(JSON.parse(event.message) as Message);
    };
    this.#cdp.on('Target.receivedMessageFromTarget', onMessage);
    return () => this.#cdp.off('Target.receivedMessageFromTarget', onMessage);
  }
}

/**
 * The workers that the page has; the list follows as it starts others and ends them.
 * @param onWorker is told of each that comes
 */
export async function attachToWorkers(
  cdp: CDPSession,
  onWorker: (worker: WorkerSession) => void = () => {},
): Promise<readonly WorkerSession[]> {
  const workers: WorkerSession[] = [];
  cdp.on('Target.detachedFromTarget', ({ sessionId }) => {
    const ended = workers.findIndex(({ id }) => id === sessionId);
    if (ended >= 0) workers.splice(ended, 1);
  });
  cdp.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type !== 'worker') return;
    const worker = new WorkerSession(cdp, sessionId);
    workers.push(worker);
    onWorker(worker);
  });
  await cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return workers;
}
