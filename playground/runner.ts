/**
 * Who runs the template on the page: the page itself the one it ships with, and a worker one of somebody else, since a worker can
 * be terminated when the code does not end.
 */
import { isolateInWorker } from 'sgtm-toolkit/isolated/worker';
import type { ScenarioReport } from 'sgtm-toolkit/sandbox';
import type { Loaded } from './loaded.ts';
import type { Play } from './play.ts';
import { inputsOf, type ScenarioInputs } from './scenario-inputs.ts';
import { type Played, type PlayOrder, playOrder, type Refused, scenariosOf } from './works.ts';

/** Code that has no compiled form. */
export class RefusedError extends Error {
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(reasons.join(' '));
    this.reasons = reasons;
  }
}

export interface Runner {
  /** Rejects with a RefusedError for code that has no compiled form, with an IsolatedError when it does not end. */
  play: (order: PlayOrder) => Promise<Play>;
  scenarios: () => Promise<ScenarioReport>;
  inputsOf: (scenario: string) => Promise<ScenarioInputs | undefined>;
  /** Ends the worker. */
  end: () => void;
}

/** A run takes milliseconds. */
const SECONDS = 5;

function unlessRefused<Result extends object>(result: Result | Refused): Result {
  if ('refused' in result) throw new RefusedError(result.refused);
  return result;
}

const played = (result: Played, { inputs }: PlayOrder): Play => ({
  ...unlessRefused(result),
  inputs: { ...inputs, replies: [] },
});

export const runnerHere = (loaded: Loaded): Runner => ({
  play: async (order) => played(await playOrder(loaded, order), order),
  scenarios: async () => unlessRefused(await scenariosOf(loaded)),
  inputsOf: (scenario) => inputsOf(loaded.template, scenario),
  end: () => {},
});

export function runnerInWorker({ template: { text } }: Loaded): Runner {
  const isolated = isolateInWorker(startWorker, SECONDS);
  const call = <Result>(work: string, input: unknown): Promise<Result> =>
    isolated.call<{ text: string; input: unknown }, Result>(work, { text, input });
  return {
    play: async (order) => played(await call<Played>('play', order), order),
    scenarios: async () => unlessRefused(await call<ScenarioReport | Refused>('scenarios', undefined)),
    inputsOf: (scenario) => call('inputs', scenario),
    end: () => isolated.end(),
  };
}

/** Trusted Types, in browsers that have them; the page's policy allows the one name. */
interface Policies {
  createPolicy: (
    name: 'worker',
    rules: { createScriptURL: (url: string) => string },
  ) => {
    createScriptURL: (url: string) => string;
  };
}

let trusted: ((url: string) => string) | undefined;
function trust(url: string): string {
  if (!trusted) {
    const { trustedTypes } = globalThis as unknown as { trustedTypes?: Policies };
    const policy = trustedTypes?.createPolicy('worker', { createScriptURL: (own) => own });
    trusted = policy ? (own) => policy.createScriptURL(own) : (own) => own;
  }
  return trusted(url);
}

/**
 * A worker with the page's own script. It is started from a blob because such a worker is under the page's content security
 * policy, whatever headers the web server sends: it cannot connect to anything either.
 */
function startWorker(): Worker {
  const script = JSON.stringify(new URL('app.js', document.baseURI).href);
  const code = `const own = ${script};
importScripts(self.trustedTypes ? trustedTypes.createPolicy('worker', { createScriptURL: () => own }).createScriptURL('') : own);`;
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  const worker = new Worker(trust(url));
  worker.addEventListener('message', () => URL.revokeObjectURL(url), { once: true });
  return worker;
}
