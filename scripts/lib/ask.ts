/**
 * Requests to X within its limits: 450 writes a minute, 2,000 reads of an account in 15 minutes, 5 reads that name no account
 * (X, Rate limiting), or what X's headers say. What may come twice is tried again; a POST makes another event each time, so
 * it is never repeated here.
 */
import type { Authorization } from './credentials.ts';
import { backoffMs, createPace } from './pace.ts';
import { readAnswer } from './x-answer.ts';
import type { Client, Reply, XRequest } from './x-client.ts';

const MOST_ATTEMPTS = 5;

export interface AskWorld {
  /** Epoch milliseconds. */
  now: () => number;
  sleep: (ms: number) => Promise<unknown>;
  /** In [0, 1). */
  random: () => number;
}

export interface Asker {
  /** One request; its last reply when there were several. */
  ask: (request: XRequest) => Promise<Reply>;
  /** Waits after the `failures`th failure in a row, at least 1. */
  pause: (failures: number) => Promise<void>;
}

/** @param progress told about what is waited for; an empty text takes it away */
export function createAsker(
  client: Client,
  way: Authorization,
  world: AskWorld,
  progress: (text: string) => void,
): Asker {
  const writes = createPace(450, [], 60_000);
  const reads = createPace(2000);
  const globalReads = createPace(5);
  const wait = async (ms: number, why: string): Promise<void> => {
    progress(`${why}: waiting ${Math.ceil(ms / 1000)} s …`);
    await world.sleep(ms);
    progress('');
  };
  const pause = (failures: number): Promise<void> =>
    wait(backoffMs(failures, world.random()), 'X could not answer');
  const once = async (request: XRequest): Promise<Reply> => {
    const pace = request.method !== 'GET' ? writes : request.path.includes('/') ? reads : globalReads;
    for (;;) {
      const { events, waitMs } = pace.allowance(1, world.now());
      if (events > 0) break;
      await wait(waitMs, 'X’s rate limit');
    }
    pace.sent(1, world.now());
    const reply = await client.send(request, way);
    if (reply.kind === 'answered') {
      pace.learn(reply.headers, world.now());
      for (const other of [writes, reads, globalReads]) other.learnPause(reply.headers, world.now());
    }
    return reply;
  };
  return {
    pause,
    async ask(request) {
      for (let failures = 1; ; failures += 1) {
        const reply = await once(request);
        if (request.method === 'POST' || failures === MOST_ATTEMPTS || outcomeOf(reply) === 'refused')
          return reply;
        if (outcomeOf(reply) === 'done') return reply;
        await pause(failures);
      }
    },
  };
}

/**
 * - `done`: X did what it was asked.
 * - `refused`: X did not, and would not if it were asked again.
 * - `not now`: X did not do it; it may, later.
 * - `unknown`: X may have done it.
 */
export function outcomeOf(reply: Reply): 'done' | 'refused' | 'not now' | 'unknown' {
  if (reply.kind === 'unsent') return 'not now';
  if (reply.kind === 'cut') return 'unknown';
  const { status, body } = reply;
  if (status === 200 || status === 201) return isAnswer(body) ? 'done' : 'unknown';
  if (status === 423 || status === 429) return 'not now';
  return status >= 400 && status < 500 && status !== 408 ? 'refused' : 'unknown';
}

/** X's answers are JSON objects with `data`. */
const isAnswer = (body: string | undefined): boolean => 'data' in (readAnswer(body).body ?? {});
