import { describe, expect, it } from 'vitest';
import { createSandbox, runScenarios, runTemplate, type World } from '../../sandbox/index.ts';
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

  it('of data are told where they are nearly a field', async () => {
    const { warnings } = await runTemplate(subject, { acmeID: 1, acmeId: 2, region: 'EU' });
    expect(warnings).toEqual(["data has 'acmeID', but no field has this name. Did you mean 'acmeId'?"]);
  });
});
