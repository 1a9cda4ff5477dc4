/** Regular expressions by RE2, behind an opaque value that string methods accept too. */
import { RE2JS } from 're2js';
import { Opaque, type RegexLike } from '../interpreter/values.ts';
import { type ApiFactory, api, expectTypes } from './context.ts';

/** A compiled expression. With `g` a test continues where the last one found its match. */
class Regex implements RegexLike {
  /** Kept where a bundler shortens names: getType gives it. */
  static readonly name = 'Regex';
  readonly global: boolean;
  readonly source: string;
  readonly #compiled: RE2JS;
  lastIndex = 0;

  constructor(source: string, flags: string) {
    this.source = source;
    this.global = flags.includes('g');
    this.#compiled = RE2JS.compile(source, flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0);
  }

  exec(text: string, from: number) {
    const matcher = this.#compiled.matcher(text);
    if (from > text.length || !matcher.find(from)) return null;
    const groups: (string | undefined)[] = [];
    for (let n = 0; n <= matcher.groupCount(); n++) groups.push(matcher.group(n) ?? undefined);
    const names = Object.keys(this.#compiled.namedGroups());
    const named = Object.fromEntries(names.map((name) => [name, matcher.group(name) ?? undefined]));
    return { index: matcher.start(), groups, ...(names.length > 0 && { named }) };
  }

  test(text: string): boolean {
    const match = this.exec(text, this.global ? this.lastIndex : 0);
    if (this.global) this.lastIndex = match ? match.index + (match.groups[0]?.length ?? 0) : 0;
    return match !== null;
  }

  toString(): string {
    return `/${this.source}/${this.global ? 'g' : ''}`;
  }
}

export const createRegex: ApiFactory = () =>
  api('createRegex', (args) => {
    expectTypes('createRegex', ['string', 'string|undefined'], args);
    try {
      return new Opaque(new Regex(args[0] as string, (args[1] as string | undefined) ?? ''));
    } catch {
      return null;
    }
  });

export const testRegex: ApiFactory = () =>
  api('testRegex', (args) => {
    expectTypes('testRegex', ['OpaqueValue', 'string'], args);
    const regex = (args[0] as Opaque).native;
    return regex instanceof Regex && regex.test(args[1] as string);
  });
