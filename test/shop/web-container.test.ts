import { describe, expect, it } from 'vitest';
import { programOf, WebContainerError } from '../../scripts/shop/web-container.ts';

type Plain = Record<string, unknown>;

const text = (key: string, value: string) => ({ type: 'TEMPLATE', key, value });
const entity = (name: string, type: string, parameter: unknown[], more: Plain = {}) => ({
  name,
  type,
  parameter,
  ...more,
});
const TAG = {
  tagFiringOption: 'ONCE_PER_EVENT',
  consentSettings: { consentStatus: 'NOT_SET' },
  firingTriggerId: ['1'],
};

/** A container of one tag that fires on the start, changed in some of its lists. */
const exported = (changed: Plain = {}) => ({
  containerVersion: {
    container: { publicId: 'GTM-TEST', usageContext: ['WEB'] },
    tag: [entity('Code', 'html', [text('html', '<script>\nf({{Number}});\n</script>')], TAG)],
    trigger: [entity('Start', 'INIT', [], { triggerId: '1' })],
    variable: [entity('Number', 'jsm', [text('javascript', 'function () { return {{Given}}; }')])],
    builtInVariable: [{ type: 'EVENT', name: 'Event' }],
    ...changed,
  },
});

const program = (
  changed?: Plain,
): { tags: Plain[]; variables: Record<string, { run?: (macro: unknown) => unknown }> } =>
  new Function(`return ${programOf(exported(changed))}`)();

describe('the program of a web container', () => {
  it('has references apart from code, and functions for Custom JavaScript', () => {
    const { tags, variables } = program();
    expect(tags[0]).toMatchObject({ scripts: [['\nf(', { ref: 'Number' }, ');\n']], consent: [] });
    expect(variables.Number!.run!((name: string) => `value of ${name}`)).toBe('value of Given');
    expect(variables).toMatchObject({ Event: { type: 'e' }, _event: { type: 'e' } });
  });

  it('takes no text for a function', () => {
    const constant = entity('Number', 'c', [text('value', '"run":0')]);
    expect(program({ variable: [constant] }).variables.Number).toEqual({ type: 'c', value: ['"run":0'] });
  });

  it.each([
    ['tags of type ua', { tag: [entity('Old', 'ua', [], TAG)] }],
    [
      'setupTag of the tag Code',
      { tag: [entity('Code', 'html', [text('html', '<script>a</script>')], { ...TAG, setupTag: [] })] },
    ],
    ['the firing option', { tag: [entity('Code', 'html', [], { ...TAG, tagFiringOption: 'UNLIMITED' })] }],
    [
      'a reference inside of quotes',
      { tag: [entity('Code', 'html', [text('html', "<script>f('{{x}}')</script>")], TAG)] },
    ],
    ['not only scripts', { tag: [entity('Code', 'html', [text('html', '<img src="x">')], TAG)] }],
    [
      'the trigger 9',
      {
        tag: [
          entity('Code', 'html', [text('html', '<script>a</script>')], { ...TAG, firingTriggerId: ['9'] }),
        ],
      },
    ],
    ['triggers of type CLICK', { trigger: [entity('Click', 'CLICK', [], { triggerId: '1' })] }],
    [
      'conditions of type CONTAINS',
      { trigger: [entity('Start', 'INIT', [], { triggerId: '1', filter: [{ type: 'CONTAINS' }] })] },
    ],
    ['variables of type aev', { variable: [entity('Element', 'aev', [])] }],
    ['the parameter default', { variable: [entity('Fixed', 'c', [text('default', '1')])] }],
    [
      'the format of the variable',
      { variable: [entity('Fixed', 'c', [], { formatValue: { caseConversionType: 'lowercase' } })] },
    ],
    ['the built-in variable Page URL', { builtInVariable: [{ type: 'PAGE_URL', name: 'Page URL' }] }],
    ['not for the web', { container: { publicId: 'GTM-TEST', usageContext: ['SERVER'] } }],
  ])('refuses by name: %s', (words, changed) => {
    expect(() => programOf(exported(changed))).toThrow(WebContainerError);
    expect(() => programOf(exported(changed))).toThrow(words);
  });
});
