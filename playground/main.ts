/** The page: which template is on it, what was put in, and a run after each change. */

import { dataOf, type Refusal, refusalsOf, type Values, valued } from 'sgtm-toolkit/form';
import { IsolatedError } from 'sgtm-toolkit/isolated/calls';
import { TemplateError } from 'sgtm-toolkit/sandbox';
import { answerLabel, OWN } from './answers.ts';
import { byId, h } from './dom.ts';
import { idRefusals } from './event-ids.ts';
import type { FormContext, Part } from './fields/controls.ts';
import { renderFields } from './fields/render.ts';
import { setUpFiles } from './files.ts';
import { readFragment, type Shared, sharedFields, writeFragment } from './fragment.ts';
import { type Loaded, loadTemplate } from './loaded.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { Play } from './play.ts';
import { parseClock, parseCookies, parseEvent, parseHeaders } from './request.ts';
import { RefusedError, type Runner, runnerHere, runnerInWorker } from './runner.ts';
import { isCredential, secretsOf, showing } from './secrets.ts';
import { loadShipped } from './shipped.ts';
import { setUpTheme } from './theme.ts';
import { alongView, containerButton } from './views/along.ts';
import { type Draft, exampleText, inputsView } from './views/inputs.ts';
import { outcomeHead } from './views/outcome-head.ts';
import { presetView } from './views/presets.ts';
import { resultsView } from './views/results.ts';
import { showScenarios } from './views/scenarios.ts';

const shared = readFragment(location.hash);
let view: Shared['view'] = shared.view;
let loaded: Loaded = loadShipped();
let runner: Runner = runnerHere(loaded);
let values: Values = { ...structuredClone(loaded.start), ...shared.fields };
let isShipped = true;
let form: Part;
let context: FormContext;
let secretsShown = false;
/** Every refusal is shown once a person has asked for a run. */
let complete = false;
/** Whether the next run is the first of a server instance. */
let fresh = false;

const draft: Draft = {
  example: shared.example,
  consent: shared.consent,
  event: shared.kept?.event || (exampleText(shared.example, shared.consent) ?? '{}'),
  cookies: shared.kept?.cookies ?? '',
  headers: shared.kept?.headers ?? '',
  address: shared.kept?.address || '203.0.113.24',
  clock: '',
  preview: shared.preview,
  answer: shared.answer,
  once: shared.once,
  own: '[{"statusCode": 503}, {"statusCode": 200, "body": {"data": {"conversions_processed": 1}}}]',
  keep: shared.kept !== undefined,
};

const results = byId('results');
const notice = byId('notice');
const status = h('p', { role: 'status', class: 'unseen' });
/** On narrow screens the outcome stands below everything that was put in. */
const jump = byId('jump');
const panel = inputsView(
  draft,
  () => schedule(),
  (reason) => drawTrouble('The pasted text was not taken', [reason, 'The event on the page is unchanged.']),
);
const fieldsPlace = h('section', { class: 'panel', 'aria-labelledby': 'fields-title' });
const place = h('div', {});

function drawForm(): void {
  const touched = new Set<string>();
  context = {
    values,
    changed: () => {
      form.refresh();
      schedule();
    },
    touched,
    complete: () => complete,
    secretsShown: () => secretsShown,
  };
  form = renderFields(loaded.fields, context);
  form.refresh();
  const box = h('input', { type: 'checkbox', id: 'show-secrets' });
  box.checked = secretsShown;
  box.addEventListener('change', () => {
    secretsShown = box.checked;
    form.refresh();
    schedule();
  });
  const show = () => showing(secretsOf(loaded.fields, values), secretsShown);
  const use = (next: Values): void => {
    values = structuredClone(next);
    drawForm();
    schedule();
  };
  fieldsPlace.replaceChildren(
    h('h2', { id: 'fields-title' }, 'Fields'),
    ...(isShipped ? [presetView(loaded.start, use)] : []),
    alongView({ fields: loaded.fields, values: () => values, show, use }),
    ...(valued(loaded.fields).some(({ name }) => isCredential(name))
      ? [h('div', { class: 'check' }, box, h('label', { for: 'show-secrets' }, 'Show secrets'))]
      : []),
    ...(loaded.fields.length === 0 ? [h('p', { class: 'note' }, 'This template has no fields.')] : []),
    formElement(form.node),
  );
}

/** A form element, so that Enter in a field runs the template and browsers know where credentials belong. */
function formElement(fields: HTMLElement): HTMLFormElement {
  const element = h('form', { autocomplete: 'off' }, fields);
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    runButton.click();
  });
  return element;
}

/** Puts a template on the page and runs it. */
function use(next: Loaded, shippedOne: boolean): void {
  runner.end();
  loaded = next;
  runner = shippedOne ? runnerHere(next) : runnerInWorker(next);
  isShipped = shippedOne;
  values = structuredClone(next.start);
  complete = false;
  byId('template-name').textContent = next.name;
  byId('template-about').textContent = next.about;
  byId('shipped').hidden = shippedOne;
  // What stands there is of another template.
  results.replaceChildren(h('div', { class: 'outcome' }, outcomeHead('Running', tools)));
  drawForm();
  show(view);
  schedule();
}

let timer: ReturnType<typeof setTimeout> | undefined;
/** Milliseconds from the start of the last run until it was drawn. */
let took = 0;
/** A run soon; several changes in a row give one. A template that takes long lets a person type for as long. */
function schedule(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void run(), Math.min(took, 500));
}

let latest = 0;
async function run(): Promise<void> {
  clearTimeout(timer);
  const mine = ++latest;
  const started = performance.now();
  try {
    keepAddress();
    const done = await runner.play({
      inputs: {
        data: dataOf(loaded.fields, values),
        event: parseEvent(draft.event),
        cookies: parseCookies(draft.cookies),
        headers: parseHeaders(draft.headers),
        remoteAddress: draft.address.trim(),
        clock: parseClock(draft.clock),
        preview: draft.preview,
      },
      answering: { id: draft.answer, own: draft.own, once: draft.once },
      fresh,
    });
    if (mine !== latest) return;
    fresh = false;
    drawPlay(done);
  } catch (error) {
    if (mine !== latest) return;
    const word = error instanceof IsolatedError ? 'The run did not end' : 'The run did not start';
    drawTrouble(word, reasonsOf(error));
  }
  took = performance.now() - started;
  // Read by tests: how long a person waits for a run, drawing included.
  results.dataset.ms = took.toFixed(1);
}

/** Draws the results. Who had the focus among them keeps it, or has it on the whole when that part is gone. */
function draw(parts: () => Node[]): void {
  const { activeElement: focused } = document;
  const inside = focused instanceof HTMLElement && results.contains(focused);
  results.replaceChildren(...parts());
  if (inside) (focused.isConnected ? focused : results).focus({ preventScroll: true });
}

function drawPlay(done: Play): void {
  const show = showing(secretsOf(loaded.fields, values), secretsShown);
  const { kind, word, reason } = outcomeOf(done, loaded.template.type);
  const refusals = refusalsOf(loaded.fields, values);
  draw(() =>
    resultsView(done, {
      template: loaded.template,
      show,
      tools,
      refusals,
      ids: isShipped ? idRefusals(loaded.fields, values, refusals) : [],
      answer: answerLabel(draft.answer, draft.once),
      along: isShipped ? containerButton(loaded, () => values, say) : undefined,
      goTo,
    }),
  );
  tell(kind, word, `${word}. ${show(reason)}`);
}

/** What keeps a run from starting, or from ending: unreadable inputs, code without a compiled form or without an end. */
function drawTrouble(word: string, reasons: readonly string[]): void {
  draw(() => [troubleView(word, reasons, tools)]);
  tell('failure', word, `${word}. ${reasons.join(' ')}`);
}

const reasonsOf = (error: unknown): readonly string[] =>
  error instanceof RefusedError ? error.reasons : [error instanceof Error ? error.message : String(error)];

const troubleView = (word: string, reasons: readonly string[], ...buttons: Node[]): HTMLElement =>
  h(
    'div',
    { class: 'outcome failure' },
    outcomeHead(word, ...buttons),
    ...reasons.map((line) => h('p', { class: 'reason' }, line)),
  );

/** The outcome for those who do not see it: who listens, and who is further up on a narrow screen. */
function tell(kind: Outcome['kind'], word: string, sentence: string): void {
  status.textContent = sentence;
  jump.textContent = `${word}: see the outcome`;
  jump.className = kind;
  results.classList.toggle('short', results.offsetHeight < innerHeight - 40);
}

const runButton = h('button', { type: 'button', class: 'primary', id: 'run-again' }, 'Run again');
const freshButton = h(
  'button',
  { type: 'button', title: 'Forgets what the template keeps from run to run' },
  'New server instance',
);
const tools = h('div', { class: 'buttons' }, runButton, freshButton);

/** Opens everything around a field and goes to its first control. */
function goTo({ field, row }: Refusal): void {
  complete = true;
  form.refresh();
  const found = fieldsPlace.querySelector(`[data-field="${CSS.escape(field.name)}"]`);
  for (let node = found?.parentElement; node; node = node.parentElement)
    if (node instanceof HTMLDetailsElement) node.open = true;
  const where = row === undefined ? found : found?.querySelectorAll('tbody tr')[row];
  where?.querySelector<HTMLElement>('input, select, textarea, td button')?.focus();
}

function keepAddress(): void {
  const { example, consent, answer, once, preview, keep, event, cookies, headers, address } = draft;
  const fragment = writeFragment({
    view,
    example: example === '' && !keep ? 'purchase' : example,
    consent,
    answer,
    once,
    preview,
    fields: isShipped ? sharedFields(values, loaded.start) : {},
    ...(keep && { kept: { event, cookies, headers, address } }),
  });
  if (location.hash === (fragment && `#${fragment}`)) return;
  try {
    history.replaceState(null, '', fragment === '' ? location.pathname + location.search : `#${fragment}`);
  } catch {
    // Browsers take only so many changes in some seconds; the next run writes the address again.
  }
}

let outcomeSeen = false;
const drawJump = (): void => {
  jump.hidden = outcomeSeen || view !== 'run';
};

function show(next: Shared['view']): void {
  view = next;
  drawJump();
  byId('run').hidden = view !== 'run';
  byId('scenarios').hidden = view !== 'scenarios';
  for (const name of ['run', 'scenarios'] as const)
    byId(`show-${name}`).setAttribute('aria-current', name === view ? 'page' : 'false');
  keepAddress();
  if (view === 'scenarios') void scenarios();
}

async function scenarios(): Promise<void> {
  const target = byId('scenarios');
  try {
    await showScenarios(target, loaded.template, runner.scenarios, (name) => void openScenario(name));
  } catch (error) {
    target.replaceChildren(troubleView('The scenarios did not run', reasonsOf(error)));
  }
}

/** The run view with what a scenario gives to the template. */
async function openScenario(name: string): Promise<void> {
  const found = await runner.inputsOf(name);
  if (!found) {
    say(`"${name}" never calls runCode, so there is nothing to open.`);
    return;
  }
  const { data, event, cookies, now, replies } = found;
  values = data;
  Object.assign(draft, {
    example: '',
    consent: '',
    event: JSON.stringify(event, null, 2),
    cookies: Object.entries(cookies)
      .flatMap(([cookie, list]) => list.map((value) => `${cookie}=${value}`))
      .join('; '),
    headers: '',
    clock: now === undefined ? '' : String(now),
    preview: true,
    once: false,
  });
  if (replies.length > 0) Object.assign(draft, { answer: OWN, own: JSON.stringify(replies, null, 2) });
  else draft.answer = 'success';
  panel.refresh();
  drawForm();
  show('run');
  say(
    `Opened from the scenario "${name}". What it mocks beyond event, cookies, clock and answers is left to the emulator.`,
  );
  await run();
  results.focus();
}

function say(text: string, bad = false): void {
  notice.textContent = text;
  notice.className = bad ? 'bad' : '';
}

async function open(file: File): Promise<void> {
  try {
    use(loadTemplate(await file.text()), false);
    say(`${file.name} is on the page. It stays in this browser.`);
  } catch (error) {
    const where = error instanceof TemplateError ? ` (line ${error.line})` : '';
    say(`${file.name} cannot be opened: ${error instanceof Error ? error.message : error}${where}`, true);
  }
}

function start(): void {
  setUpTheme(byId('theme') as HTMLSelectElement);
  setUpFiles((file) => void open(file));
  place.append(panel.node, fieldsPlace);
  byId('inputs').append(place);
  document.body.append(status);
  runButton.addEventListener('click', () => {
    complete = true;
    form.refresh();
    void run();
  });
  freshButton.addEventListener('click', () => {
    fresh = true;
    void run();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) runButton.click();
  });
  // Results of another view are not on the screen, but there is no way to them either.
  new IntersectionObserver(([entry]) => {
    outcomeSeen = entry?.isIntersecting === true;
    drawJump();
  }).observe(results);
  for (const link of [jump, byId('skip')])
    link.addEventListener('click', (event) => {
      // The fragment holds the page's state, so a link may not take its place.
      event.preventDefault();
      results.focus({ preventScroll: true });
      results.scrollIntoView();
    });
  addEventListener('hashchange', () => location.reload());
  byId('shipped').addEventListener('click', () => {
    use(loadShipped(), true);
    say('The shipped template is on the page.');
  });
  byId('show-run').addEventListener('click', () => show('run'));
  byId('show-scenarios').addEventListener('click', () => show('scenarios'));
  byId('template-name').textContent = loaded.name;
  byId('template-about').textContent = loaded.about;
  drawForm();
  show(view);
  // The form is painted before the first run, which compiles the template.
  requestAnimationFrame(() => setTimeout(() => void run()));
}

start();
