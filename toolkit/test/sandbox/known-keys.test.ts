import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSandbox, runScenarios, runTemplate, startRun, type World } from '../../sandbox/index.ts';
import { partFault, PARTS as WORLD_PARTS } from '../../sandbox/world-parts.ts';
import { template } from './build-template.ts';

const subject = template({
  code: 'data.gtmOnSuccess();',
  parameters: [{ type: 'TEXT', name: 'acmeId' }],
  scenarios: [{ name: 'One', code: 'runCode({});' }],
});
const misspelt = { eventdata: {} } as World;
const refusal = "A world has no part 'eventdata', so nothing would read it. Did you mean 'eventData'?";

describe('keys that do not exist', () => {
  it('of a world are refused wherever a world is handed in', async () => {
    expect(() => createSandbox(misspelt)).toThrow(refusal);
    await expect(runTemplate(subject, {}, misspelt)).rejects.toThrow(refusal);
    await expect(runScenarios(subject, { world: misspelt })).rejects.toThrow(refusal);
  });

  it.each([
    [
      { acmeID: 1 },
      "The template has no field 'acmeID', so nothing would read its value. Did you mean 'acmeId'?",
    ],
    [{ region: 1 }, "The template has no field 'region', so nothing would read its value. Known are acmeId."],
  ])('of data are refused: %j', async (data, message) => {
    await expect(runTemplate(subject, data)).rejects.toThrow(new TypeError(message));
    await expect(runTemplate(template({ code: 'return 1;', parameters: [] }), data)).rejects.toThrow(
      'It has no fields.',
    );
  });

  it('of data are let pass where GTM gives them, and where no fields are listed', async () => {
    const data = { acmeId: 1, gtmEventId: 1, gtmOnSuccess: 1 };
    expect(await runTemplate(subject, data)).toMatchObject({ outcome: 'success', warnings: [] });
  });

  it('of data are told by a server where they are nearly a field', async () => {
    const { warnings } = await startRun(subject, { acmeID: 1, acmeId: 2, region: 'EU' }).record;
    expect(warnings).toEqual([
      "The template has no field 'acmeID', so nothing would read its value. Did you mean 'acmeId'?",
    ]);
  });
});

describe('parts of a world', () => {
  const parts: [World, string][] = [
    [
      { now: 1760000000000 },
      "'now' of a world must be a function that gives a time in milliseconds, () => 1760000000000, got a number.",
    ],
    [
      { http: 'https://a.example' },
      "'http' of a world must be a function that answers a request, async () => ({ statusCode: 200, headers: {}, body: '' }), got text.",
    ],
    [
      { storage: { key: 1 } },
      "'storage' of a world must be a Map of values by key, new Map(Object.entries({ key: 1 })), got an object.",
    ],
    [{ budget: '100' }, "'budget' of a world must be a number above 0, got text."],
    [{ eventData: [] }, "'eventData' of a world must be an object, got a list."],
    [
      { cookies: { a: 1 } },
      "'cookies' of a world must be an object of texts or lists of texts, got an object.",
    ],
    [{ preview: null }, "'preview' of a world must be true or false, got null."],
    [
      { request: { metod: 'GET' } },
      "The request of a world has no part 'metod', so nothing would read it. Did you mean 'method'?",
    ],
    [{ request: { method: 1 } }, "'method' of the request of a world must be text, got a number."],
    [
      { container: { containerID: 'GTM-1' } },
      "The container of a world has no part 'containerID', so nothing would read it. Did you mean 'containerId'?",
    ],
  ] as unknown as [World, string][];
  it.each(parts)('that are wrong are refused: %j', (world, message) => {
    expect(() => createSandbox(world)).toThrow(new TypeError(message));
  });

  it('that are undefined are absent', () => {
    const absent = { now: undefined, request: { method: undefined } } as unknown as World;
    expect(createSandbox(absent).instructions).toBe(0);
  });

  it('of any kind are taken or refused with a sentence that names them and holds no value', () => {
    const names = Object.keys(WORLD_PARTS);
    const value = fc.oneof(fc.anything({ withMap: true }), fc.func(fc.anything()));
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...names), fc.string()), value, (name, given) => {
        const secret = 'planted-secret';
        for (const planted of [given, secret, [secret], { [name]: secret }]) {
          const fault = partFault(name, planted);
          if (fault === undefined) continue;
          expect(fault).toMatch(/ (has no part|of .*a world must be) /);
          expect(fault).not.toContain(secret);
        }
      }),
    );
  });
});
