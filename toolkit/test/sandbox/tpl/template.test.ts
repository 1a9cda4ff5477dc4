import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TemplateError } from '../../../sandbox/tpl/errors.ts';
import { cutSections, formatTemplate, joinSections } from '../../../sandbox/tpl/sections.ts';
import { joinTemplate, LAYOUT_FILE, splitTemplate } from '../../../sandbox/tpl/split.ts';
import { parseTemplate } from '../../../sandbox/tpl/template.ts';
import { templateText } from '../build-template.ts';

const sample = templateText({
  code: "const log = require('logToConsole');\nlog('hi');\ndata.gtmOnSuccess();",
  scenarios: [{ name: 'Runs', code: 'runCode({});\nassertApi("gtmOnSuccess").wasCalled();' }],
});

const failure = (text: string): TemplateError => {
  try {
    parseTemplate(text);
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('was accepted');
};

/** Texts made of pieces that matter to the format. */
const anyFile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '___INFO___',
        '___TESTS___',
        '___NOTES___',
        '___ODD_ONE___',
        '\n',
        '\r\n',
        '\r',
        '\n\n\n',
        ' ',
        '\t',
        '\uFEFF',
        '{}',
        'a',
        '\u0000',
        '\u2028',
        '\ud800',
      ),
      fc.string(),
    ),
  )
  .map((parts) => parts.join(''));

describe('sections', () => {
  it('join to the same text they were cut from, whatever the text', () => {
    fc.assert(
      fc.property(anyFile, (text) => {
        expect(joinSections(cutSections(text))).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('know the line on which they start, also behind a byte-order mark and CRLF', () => {
    const { preamble, sections } = cutSections('\uFEFF___INFO___\r\n\r\n{}\r\n___NOTES___\r\nx');
    expect(preamble).toBe('\uFEFF');
    expect(sections.map(({ name, line }) => [name, line])).toEqual([
      ['INFO', 1],
      ['NOTES', 4],
    ]);
  });
});

describe('split and join', () => {
  it('give every text back byte for byte', () => {
    fc.assert(
      fc.property(anyFile, (text) => {
        expect(joinTemplate(splitTemplate(text))).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('give every byte back when the text is a Latin-1 reading of the file', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = String.fromCharCode(0xef, 0xbb, 0xbf, ...bytes);
        const files = splitTemplate(text);
        for (const content of files.values())
          expect(Buffer.from(content, 'latin1').toString('latin1')).toBe(content);
        expect(joinTemplate(files)).toBe(text);
      }),
    );
  });

  it('name the parts for what they are', () => {
    expect([...splitTemplate(sample).keys()]).toEqual([
      'info.json',
      'parameters.json',
      'code.js',
      'permissions.json',
      'tests.yaml',
      'notes.txt',
      'layout.json',
    ]);
  });

  it('carry an edited part into the file and leave the rest alone', () => {
    const files = splitTemplate(sample);
    files.set('code.js', 'data.gtmOnFailure();\n');
    const joined = joinTemplate(files);
    expect(parseTemplate(joined).code).toBe('data.gtmOnFailure();');
    expect(joined.replace(/data\.gtmOnFailure\(\);/, parseTemplate(sample).code)).toBe(sample);
  });

  it('join in the exported form without a layout', () => {
    const files = splitTemplate(sample.replaceAll('\n\n\n', '\n'));
    files.delete(LAYOUT_FILE);
    expect(joinTemplate(files)).toBe(sample);
  });

  it('name a part that the layout knows nothing of, where it once was left out', () => {
    const files = splitTemplate(sample.slice(0, sample.indexOf('___TESTS___')));
    files.set('tests.yaml', 'scenarios: []\n');
    expect(() => joinTemplate(files)).toThrow('tests.yaml is not named in layout.json');
    files.delete(LAYOUT_FILE);
    expect(joinTemplate(files)).toContain('___TESTS___\n\nscenarios: []');
  });

  it('name the part that is missing', () => {
    const files = splitTemplate(sample);
    files.delete('info.json');
    expect(() => joinTemplate(files)).toThrow('info.json is missing');
    expect(() => joinTemplate(new Map([[LAYOUT_FILE, '{']]))).toThrow('layout.json is not valid JSON');
  });
});

describe('parseTemplate', () => {
  it('reads code with its line in the file, with any line ends', () => {
    for (const text of [sample, sample.replaceAll('\n', '\r\n'), `\uFEFF${sample}`]) {
      const { code, codeLine } = parseTemplate(text);
      expect(text.split(/\r?\n/)[codeLine - 1]).toBe(code.split(/\r?\n/)[0]);
    }
  });

  it('writes back what it read in the exported form', () => {
    const bodies = Object.fromEntries(cutSections(sample).sections.map(({ name, body }) => [name, body]));
    expect(formatTemplate(bodies)).toBe(sample);
  });

  it.each([
    ['an empty file', '', 'TPL_SECTIONS', 1],
    ['a file of something else', '<html></html>', 'TPL_SECTIONS', 1],
    ['a doubled section', `${sample}\n___NOTES___\n\nagain\n`, undefined, undefined],
    ['broken JSON', sample.replace('"version": 1', '"version": 1,,'), 'TPL_JSON', 6],
    ['broken YAML', sample.replace('scenarios:', 'scenarios: ['), 'TPL_YAML', undefined],
    [
      'a file cut off before the code',
      sample.slice(0, sample.indexOf('___SANDBOXED')),
      'TPL_CODE_MISSING',
      undefined,
    ],
    [
      'a file cut off inside a section',
      sample.slice(0, sample.indexOf('"brand"')),
      'TPL_CODE_MISSING',
      undefined,
    ],
    ['a file of ten megabytes', 'x\n'.repeat(5_000_000), 'TPL_SIZE', 2_000_001],
  ])('gives one error with a place for %s', (name, text, code, line) => {
    if (name === 'a doubled section') {
      // Notes is the last of its kind; the doubled one that matters is a section that is read.
      const twice = failure(text.replace('\n___NOTES___\n\nagain', '\n___INFO___\n\n{}'));
      expect(twice).toMatchObject({ code: 'TPL_SECTION_TWICE', section: 'INFO' });
      expect(twice.line).toBe(sample.split('\n').length + 1);
      return;
    }
    const error = failure(text);
    expect(error.code).toBe(code);
    if (line !== undefined) expect(error.line).toBe(line);
    expect(error.line).toBeGreaterThan(0);
    expect(error.column).toBeGreaterThan(0);
    expect(error.message).toMatch(/^[A-Z].*\.$/s);
  });

  it('leaves scenarios for later when asked to: the same ones, and a fault in them is thrown then', () => {
    expect(parseTemplate(sample, { testsLater: true }).tests).toEqual(parseTemplate(sample).tests);
    const broken = parseTemplate(sample.replace('scenarios:', 'scenarios: ['), { testsLater: true });
    expect(broken.code).toBe(parseTemplate(sample).code);
    expect(() => broken.tests).toThrow(TemplateError);
  });

  it('never throws anything but a TemplateError', () => {
    fc.assert(
      fc.property(fc.nat(sample.length), fc.nat(sample.length), fc.string(), (from, length, insert) => {
        try {
          parseTemplate(sample.slice(0, from) + insert + sample.slice(from + (length % 40)));
        } catch (error) {
          expect(error).toBeInstanceOf(TemplateError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
