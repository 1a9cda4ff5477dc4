/** The code on the page, as text: what Tag Manager and old browsers take, and that the container brings all of it. */
import { parse } from 'acorn';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../../scripts/container/verify.ts';
import { snippetFile } from '../../scripts/web/code.ts';
import { assembleWeb } from '../../scripts/web/container.ts';
import { DICTIONARY, plan } from './setup.ts';

interface Thing {
  name: string;
  type: string;
  parameter: { key: string; value?: string }[];
}
interface Version {
  tag: Thing[];
  variable: Thing[];
}

const version = assembleWeb(plan(), 'X Ads', 'consent_update').containerVersion as Version;

/** Every script in the container: of Custom HTML tags and Custom JavaScript variables. */
const scripts = [...version.tag, ...version.variable].flatMap(({ name, parameter }) =>
  parameter
    .filter(({ key }) => key === 'html' || key === 'javascript')
    .map(({ value = '' }): [string, string] => [name, value]),
);

describe('the code on the page', () => {
  it('is ES5 everywhere, so that Tag Manager and old browsers take it', () => {
    expect(() => parse(snippetFile(plan()), { ecmaVersion: 5 })).not.toThrow();
    for (const [, text] of scripts) {
      const script = text.replace(/^<script>|<\/script>$/g, '').replace(/\{\{.*?\}\}/g, '0');
      expect(() => parse(text.startsWith('<') ? script : `(${script})`, { ecmaVersion: 5 })).not.toThrow();
    }
  });

  it('refers to variables only bare: in quotes a missing value would become the text undefined', () => {
    const references = scripts.flatMap(([, text]) => text.match(/.?\{\{[^{}]*\}\}.?/g) ?? []);
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) expect(reference).toMatch(/^[ (]\{\{[A-Za-z -]+\}\}[,;)\n]?$/);
    expect(snippetFile(plan())).not.toContain('{{');
  });

  it('holds what the dictionary says without ending the script', () => {
    const name = '</script><!-- {{x}} &';
    const hostile = { ...plan(), events: { [name]: 'tw-o8z6j-o87ne' } };
    const [, code] = snippetFile(hostile).split('var plan = ');
    expect(code).not.toMatch(/<|\{\{/);
    expect(JSON.parse(code!.slice(0, code!.indexOf('};') + 1)).events).toEqual(hostile.events);
  });
});

describe('the web container', () => {
  it('has the shape of a web container export, and every reference in it leads somewhere', () => {
    for (const consent of ['always', 'adStorage', 'adStorageAndUserData']) {
      const exported = assembleWeb(plan(DICTIONARY.replace('adStorage', consent)), 'X Ads', 'answered');
      expect(faultsOf(exported, 'WEB')).toEqual([]);
    }
  });
});
