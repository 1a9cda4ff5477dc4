/** What a worker of the page does with a template of somebody else: parse it, run it, run its scenarios. */

import type { Work } from 'sgtm-toolkit/isolated/calls';
import { CompileError, runScenarios, type ScenarioReport, type ScenarioResult } from 'sgtm-toolkit/sandbox';
import { repliesFor } from './answers.ts';
import { type Loaded, loadTemplate } from './loaded.ts';
import { type Inputs, type Play, play } from './play.ts';
import { inputsOf, type ScenarioInputs } from './scenario-inputs.ts';

/** Which answers a run gets; the replies themselves are functions. */
export interface Answering {
  id: string;
  own: string;
  once: boolean;
}

export interface PlayOrder {
  inputs: Omit<Inputs, 'replies'>;
  answering: Answering;
  /** Forgets what the template keeps from run to run. */
  fresh: boolean;
}

/** Code that has no compiled form, one sentence for each reason. */
export interface Refused {
  refused: string[];
}

export type Played = Omit<Play, 'inputs'> | Refused;

/** Most instructions of a scenario. */
const BUDGET = 5_000_000;

export async function playOrder(loaded: Loaded, { inputs, answering, fresh }: PlayOrder): Promise<Played> {
  const { id, own, once } = answering;
  const replies = repliesFor(id, own, once);
  if (fresh) loaded.storage.clear();
  return refusing(async () => {
    const { inputs: _given, ...played } = await play(loaded.template, { ...inputs, replies }, loaded.storage);
    return played;
  });
}

/** @param onResult called after each scenario: a sign of life */
export const scenariosOf = (
  loaded: Loaded,
  onResult: (result: ScenarioResult) => void = () => {},
): Promise<ScenarioReport | Refused> =>
  refusing(() => runScenarios(loaded.template, { budget: BUDGET, onResult }));

async function refusing<Result>(work: () => Promise<Result>): Promise<Result | Refused> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return { refused: error.problems.map(({ code, message, line }) => `Line ${line}: ${message} (${code})`) };
  }
}

/** The template of this worker: it serves one, as long as that is on the page. */
let current: Loaded | undefined;
function loadedOf(text: string): Loaded {
  if (current?.template.text !== text) current = loadTemplate(text);
  return current;
}

interface Given<Input> {
  text: string;
  input: Input;
}

const playWork: Work<Given<PlayOrder>, Played> = ({ text, input }) => playOrder(loadedOf(text), input);
const scenariosWork: Work<Given<undefined>, ScenarioReport | Refused, ScenarioResult> = ({ text }, report) =>
  scenariosOf(loadedOf(text), report);
const inputsWork: Work<Given<string>, ScenarioInputs | undefined> = ({ text, input }) =>
  inputsOf(loadedOf(text).template, input);

/** By name, for `serveWork`. */
export const works = {
  play: playWork,
  scenarios: scenariosWork,
  inputs: inputsWork,
};
