/**
 * Programs of several modules in the formatting nobody would choose: types and comments anywhere, statements on one line or
 * over many, semicolons left out, names that collide, every kind of import. What a program does shows in what it logs and in
 * what it exports as default.
 */

export interface Program {
  /** Path below a folder → text; the main module is app/src/main.ts, shared code stands beside app/. */
  files: Record<string, string>;
  /** Comments inside of statements that must ship, each once. */
  comments: string[];
}

/** Gives a number below `below`; what a program looks like follows from the numbers. */
export type Choose = (below: number) => number;

/** What a module offers to the ones after it. */
interface Made {
  file: string;
  /** Exported name → whether it is a function of one number, or a number. */
  names: Map<string, 'function' | 'number'>;
  hasDefault: boolean;
}

const NAMES = ['read', 'value', 'data1', 'shape', 'a', 'b', 'list', 'type', 'of'];
const BLANKS = ['', ' ', '\n', '\t', '\n\n  ', ' /* in */ ', '\n    '];

export function randomProgram(choose: Choose): Program {
  const files: Record<string, string> = {
    'app/labels.json': '{"one": 1, "two words": [1, 2.5, -3e2, "it\'s", null], "deep": {"a": {"b": true}}}',
  };
  const comments: string[] = [];
  const made: Made[] = [];
  const count = 1 + choose(4);
  for (let i = 0; i < count; i++) {
    const isMain = i === count - 1;
    const file = isMain ? 'app/src/main.ts' : `${['app/src', 'app/src/deep', 'shared'][choose(3)]}/m${i}.ts`;
    const { text, module } = randomModule(choose, { file, made, isMain, number: i, comments });
    made.push(module);
    files[file] = [text, `\ufeff${text}`, text.replaceAll('\n', '\r\n')][choose(3)]!;
  }
  return { files, comments };
}

interface Around {
  file: string;
  made: readonly Made[];
  isMain: boolean;
  number: number;
  comments: string[];
}

function randomModule(
  choose: Choose,
  { file, made, isMain, number, comments }: Around,
): { text: string; module: Made } {
  const module: Made = { file, names: new Map(), hasDefault: false };
  const free = NAMES.map((_, i) => NAMES[(i + number) % NAMES.length]!);
  const numbers: string[] = [];
  const functions: string[] = [];
  let serial = 0;
  const fresh = (): string => {
    serial++;
    return free.length > 0 && choose(3) > 0
      ? free.splice(choose(free.length), 1)[0]!
      : `n${number}_${serial}`;
  };
  /** Blanks, a line end or a comment, where all of them may stand. */
  const gap = (): string => BLANKS[choose(BLANKS.length)]!;
  /** The same with a comment that must ship. */
  const told = (): string => {
    if (choose(3) > 0) return gap();
    const comment = `/* told ${number}.${comments.length} */`;
    comments.push(comment);
    return ` ${comment}${choose(2) ? '\n' : ' '}`;
  };
  const type = (): string =>
    [
      'number',
      '(number)',
      'number | { a: string; // why\n b?: () => void }',
      'Array<number>[0]',
      'number &\n  /* in a type */ unknown',
      'any',
    ][choose(6)]!;
  const note = (): string => (choose(2) ? `: ${type()}` : '');
  const literal = (): string => `${number * 100 + serial}`;
  const value = (): string => {
    const one = numbers.length > 0 ? numbers[choose(numbers.length)]! : literal();
    const f = functions.length > 0 ? functions[choose(functions.length)]! : undefined;
    return [
      one,
      `(${one} as ${type()})`,
      `(${one}${gap()}+${gap()}1)`,
      f ? `${f}(${gap()}${one}${gap()},${gap()})` : one,
      f ? `${f}(${one}! as any) as any` : `${one}!`,
      `((x${note()}) => x * 2)(${one})`,
      `(<T,>(x: T): T => (x as T))(${one})`,
      `[${one}, 7,].concat([1])[0]`,
    ][choose(8)]!;
  };
  const pieces: (() => string)[] = [
    () => `interface ${fresh()} { a: 1; b(x: string): void }`,
    () => `type ${fresh()} = unknown`,
    () => `type ${fresh()} =\n  | 'a'\n  | { b: 1 }`,
    () => `declare const gone${serial++}: string`,
    () => `/** Of the type. */\nexport interface ${fresh()}<T = number>\n  extends Array<T> {}`,
    () => `log('m${number}',${told()}${value()})`,
    () =>
      `if (${value()} === (5 as number)) {${gap()}log('then${number}')${gap()}} else log('else${number}', ${told()}1)`,
    () => `for (const item of [${value()}, 2] as number[]) {\n type L = 1; log('for${number}', item as L) }`,
    () => `log('interface A { x: 1 }', "// no comment ${number}", '/* nor this */', '\\\\')`,
    () => {
      const text = value();
      const name = fresh();
      numbers.push(name);
      module.names.set(name, 'number');
      return `export${gap() || ' '}const ${name}${note()} =${gap()}${text} as any`;
    },
    () => {
      const text = value();
      const name = fresh();
      numbers.push(name);
      return `let ${name}${note()} = ${text} satisfies any, unused${number}_${serial++} = 1`;
    },
    () => {
      const text = value();
      const name = fresh();
      functions.push(name);
      module.names.set(name, 'function');
      return `/** Doc of ${name}. */\nfunction ${name}(x: string): void\nfunction ${name}(x: any${gap()}): any { interface In { a: 1 }\n  const local: In | number = x${gap()}* 2\n  return (local as any) + (${text})\n}\nexport { ${name} }`;
    },
    () => {
      const text = value();
      const name = fresh();
      functions.push(name);
      // A parameter with a name that other modules have at their top.
      const other = NAMES.find((one) => one !== name && !new RegExp(`\\b${one}\\b`).test(text)) ?? 'y';
      return `const ${name} = <T,>(x: T,${gap()}${other}?: number): any => x as any as number + ${text} + (${other} ?? 1)`;
    },
    () => `function unused${serial++}(read: number) { return read }`,
    () => {
      const name = `o${number}_${serial++}`;
      return `const ${name}: any = { x: ${value()}, 'y z': 0x10, }\nlog(\`t\${${name}.x}-\${1}\`, ${name}?.q?.r ?? 'none', ${name}.x ?? 2, JSONtext({ ${name}, }))`;
    },
    () => {
      if (numbers.length === 0) return `log('none')`;
      const name = `v${number}_${serial++}`;
      return `let ${name} = ${value()} as number\ntype T${serial++} = 1; ${name} = ${name} + 1; ${name}++\nlog(${name})`;
    },
  ];

  const lines: string[] = [];
  /** A statement, ended by a semicolon or by its line, and what comes behind. */
  const add = (piece: string): void => {
    const comment = choose(4) === 0 ? ` // behind ${number}.${lines.length}` : '';
    const ends = [
      `;${comment}\n`,
      `${comment}\n`,
      comment === '' ? '; ' : `;${comment}\n`,
      `;${comment}\n\n  // about\n`,
      `\n\t`,
    ];
    lines.push(piece + ends[choose(ends.length)]!);
  };
  if (choose(2)) lines.push(['/** Header. */\n', '// Header.\n\n', '/* a */ /* b */\n'][choose(3)]!);
  for (const other of made) {
    // The main module needs all of them, so that all are there to look at.
    if (!isMain && choose(2) === 0) continue;
    addImport(choose, { from: pathTo(file, other.file), other, module, numbers, functions, fresh, add });
  }
  if (choose(3) === 0) {
    const name = fresh();
    add(`import ${name}, { one as one${number} } from '${pathTo(file, 'app/labels.json')}'`);
    numbers.push(`one${number}`, `${name}.deep.a.b`);
  }
  add(`const log = require('logToConsole')`);
  add(`const JSONtext = require('JSON').stringify`);
  for (let rest = choose(9); rest >= 0; rest--) add(pieces[choose(pieces.length)]!());
  if (isMain)
    lines.push(
      `export default${choose(2) ? '\n' : ' '}[${[...numbers, 0].join(',')}]${choose(2) ? ' as any' : ''}`,
    );
  else if (choose(3) === 0) {
    module.hasDefault = true;
    lines.push([`export default ${value()}\n`, `export default (${value()} as any);`][choose(2)]!);
  }
  return { text: lines.join(''), module };
}

interface Importing {
  from: string;
  other: Made;
  module: Made;
  numbers: string[];
  functions: string[];
  fresh: () => string;
  add: (piece: string) => void;
}

function addImport(choose: Choose, { from, other, module, numbers, functions, fresh, add }: Importing): void {
  const names = [...other.names];
  const [name, kind] = names.length > 0 ? names[choose(names.length)]! : [undefined, 'number'];
  const list = kind === 'function' ? functions : numbers;
  const form = choose(5);
  if (form === 0 && other.hasDefault) {
    const local = fresh();
    numbers.push(local);
    add(`import ${local} from '${from}'`);
  } else if (form === 1 && name) {
    const local = fresh();
    list.push(`${local}.${name}`);
    add(`import * as ${local} from "${from}"`);
  } else if (form <= 3 && name) {
    const local = fresh();
    list.push(local);
    add(`import { type ${name} as T${local}, ${name} as ${local}, } from '${from}'`);
  } else {
    add(`import '${from}'`);
    if (!name) return;
    const again = `${name}_${other.file.replace(/\W/g, '_')}`;
    module.names.set(again, kind as 'function' | 'number');
    add(`export {${name} as ${again}} from '${from}'`);
  }
}

/** From one file to another, as an import writes it. */
function pathTo(file: string, other: string): string {
  const up = '../'.repeat(file.split('/').length - 1);
  return `./${up}${other}`;
}
