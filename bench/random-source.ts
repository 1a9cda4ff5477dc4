/**
 * Random sandboxed JavaScript for the comparison of two interpreters: every corner of values, properties, methods, scopes and
 * control flow, sensible and not. Every loop ends, and what is kept in a variable stays small. A program returns a text
 * that tells apart what the sandbox tells apart; it is written inside the sandbox, so that both interpreters write it.
 */

/** Gives a whole number from 0 up to but not including `below`. */
export type Choose = (below: number) => number;

const REPORT = `
const lines = [];
function show(v, depth) {
  const type = typeof v;
  if (type === 'string') return '"' + v + '"';
  if (v === 0) return 1 / v < 0 ? '-0' : '0';
  if (type === 'function') return 'function ' + v;
  if (type !== 'object' || v === null) return '' + v;
  if (depth > 2) return '…';
  const length = v.length;
  let text = typeof length === 'number' ? '[' + length + '| ' : '{';
  let rest = 9;
  for (const key in v) {
    if (rest-- < 0) break;
    text += key + ': ' + show(v[key], depth + 1) + ', ';
  }
  return text + '}';
}
function note(v) {
  if (lines.length < 60) lines.push(show(v, 0));
  return v;
}
function small(v) {
  if (typeof v === 'string') return v.slice(0, 30);
  if (!isList(v)) return v;
  return ('' + v).length > 300 ? v.length : v.slice(0, 9);
}
function isList(v) {
  return typeof v === 'object' && v !== null && typeof v.length === 'number' && v.hasOwnProperty('length') === false;
}
function list(v) {
  return isList(v) ? v : [v, 1];
}
function thing(v) {
  return v === null || v === undefined ? {a: v} : v;
}
function plain(v) {
  if (typeof v === 'function') return 'f';
  if (typeof v !== 'object' || v === null) return v;
  return isList(v) ? v.length : 'a';
}
`;

const TEXTS = [
  '',
  'a',
  'b',
  'abc',
  'a,b',
  ' x ',
  '12',
  '-1',
  '01',
  '1.5',
  'length',
  '__proto__',
  'constructor',
  'ÄöX',
  'a.c',
  '[a-c]+',
  '(b)(x)?',
  '$&',
  'toString',
];
const NUMBERS = ['0', '1', '2', '3', '7', '-1', '-2', '1.5', '255', '4294967297', '0 / 0', '1 / 0', '-0'];
const KEYS = ['a', 'b', 'c', '0', '1', 'length', 'k', 'constructor', '__proto__', 'then'];
const LIST_METHODS =
  'concat every filter forEach hasOwnProperty indexOf join lastIndexOf map pop push reduce reduceRight reverse shift slice some sort splice toString unshift'.split(
    ' ',
  );
const TEXT_METHODS =
  'charAt concat indexOf lastIndexOf match replace search slice split substring toLowerCase toLocaleLowerCase toString toUpperCase toLocaleUpperCase trim'.split(
    ' ',
  );
const CALLED = new Set('every filter forEach map reduce reduceRight some sort'.split(' '));
const OTHER_METHODS = [
  'toString',
  'hasOwnProperty',
  'find',
  'includes',
  'toFixed',
  'call',
  'then',
  'a',
  'length',
  'charCodeAt',
];
const BINARY = '+ + + - * / % < <= > >= == != === !== && || & | ^ << >> >>>'.split(' ');
const NAMES = ['p', 'q', 'r', 'map', 'or', 'contains'];

interface Place {
  /** Variables in sight, and those that must not be assigned: functions, counters of loops. */
  names: readonly string[];
  fixed: readonly string[];
  functions: readonly string[];
  depth: number;
  loops: number;
  inLoop: boolean;
  inFunction: boolean;
}

/** The text of one program. */
export function randomSource(choose: Choose): string {
  let counter = 0;
  const pick = <T>(list: readonly T[]): T => list[choose(list.length)]!;
  const fresh = (): string => `v${counter++}`;
  const some = (most: number, make: () => string): string[] => Array.from({ length: choose(most + 1) }, make);

  const constant = (): string => (choose(2) === 0 ? `(${pick(NUMBERS)})` : text());
  const text = (): string => `'${pick(TEXTS)}'`;

  /** True now and then: what is written then is likely to end the program with an error. */
  const rarely = (): boolean => choose(150) === 0;

  function value(place: Place, size = 2): string {
    const inner = (): string => value(place, size - 1);
    if (size <= 0) return leaf(place);
    switch (choose(18)) {
      case 0:
      case 1:
        return leaf(place);
      case 2:
      case 3:
        return `(${inner()} ${pick(BINARY)} ${inner()})`;
      case 4:
        return `(${pick(['!', '-', '~', 'typeof ', '!!'])}${inner()})`;
      case 5:
        return `(${inner()} ? ${inner()} : ${inner()})`;
      case 6:
        return list(place, size - 1);
      case 7:
        return map(place, size - 1);
      case 8:
        return callback(place, size - 1);
      case 9:
        return `${receiver(place, size)}${key(place, size)}`;
      case 10:
        return place.functions.length > 0
          ? `${pick(place.functions)}(${some(3, inner).join(', ')})`
          : inner();
      case 11:
        return `${callback(place, size - 1)}(${some(2, inner).join(', ')})`;
      case 12:
        return `(${assignment(place, size - 1)})`;
      case 13:
        return otherCall(place, size);
      case 14:
      case 15:
        return textCall(place, size);
      default:
        return listCall(place, size);
    }
  }

  function otherCall(place: Place, size: number): string {
    const method = rarely() ? pick(OTHER_METHODS) : pick(['toString', 'hasOwnProperty', 'k']);
    const argument = value(place, size - 1);
    if (method === 'k') return `({'k': ${callback(place, size - 1)}, 'a': 1}).k(${argument})`;
    if (method === 'hasOwnProperty')
      return `(${pick([list, map])(place, size - 1)}).hasOwnProperty(${argument})`;
    return `${receiver(place, size)}.${method}(${pick(['', '16', '2', argument])})`;
  }

  function textCall(place: Place, size: number): string {
    const method = pick(TEXT_METHODS);
    const subject = rarely()
      ? value(place, size - 1)
      : pick([`('' + plain(${value(place, size - 1)}))`, text()]);
    if (method.startsWith('toLocale')) return `${subject}.${method}()`;
    const rest = some(2, () => `plain(${value(place, size - 1)})`);
    const first = choose(3) === 0 ? rest : [constant(), ...rest.slice(1)];
    if (method === 'replace' && choose(2) === 0)
      return `${subject}.replace(${constant()}, (x) => plain(${value(enter(place, ['x']), size - 1)}))`;
    return `${subject}.${method}(${first.join(', ')})`;
  }

  function listCall(place: Place, size: number): string {
    const method = pick(LIST_METHODS);
    const first = CALLED.has(method) && !rarely() ? [callback(place, size - 1)] : [];
    if (method === 'sort' && choose(2) === 0) first.push(callback(place, size - 1));
    const rest = method === 'sort' ? [] : some(2, () => value(place, size - 1));
    if (method.startsWith('reduce') && choose(8) > 0) rest.push('1');
    const target = rarely()
      ? value(place, size - 1)
      : pick([list(place, size - 1), `list(${value(place, size - 1)})`]);
    return `${target}.${method}(${[...first, ...rest].join(', ')})`;
  }

  const key = (place: Place, size: number): string =>
    pick([`.${pick(KEYS.slice(5))}`, `[${value(place, size - 1)}]`, `[${constant()}]`]);

  function leaf({ names }: Place): string {
    switch (choose(8)) {
      case 0:
        return `(${pick(NUMBERS)})`;
      case 1:
        return text();
      case 2:
        return pick(['true', 'false', 'null', 'undefined', 'arguments', '[]', '({})']);
      case 3:
        return `(${pick(NUMBERS.slice(0, 4))})`;
      default:
        return names.length > 0 ? pick(names) : text();
    }
  }

  const receiver = (place: Place, size: number): string =>
    rarely() ? `(${value(place, size - 1)})` : `thing(${value(place, size - 1)})`;

  const list = (place: Place, size: number): string => `[${some(4, () => value(place, size)).join(', ')}]`;

  const map = (place: Place, size: number): string =>
    `({${[...new Set(some(4, () => pick(KEYS)))].map((name) => `'${name}': ${value(place, size)}`).join(', ')}})`;

  function callback(place: Place, size: number): string {
    const parameters = pick([[], ['x'], ['x', 'y'], ['y', 'x', 'z']]);
    const inside = enter(place, parameters);
    if (choose(3) > 0) return `((${parameters.join(', ')}) => ${value(inside, Math.min(size, 1))})`;
    return `(function (${parameters.join(', ')}) { ${statements({ ...inside, depth: 0 })} return ${value(inside, 1)}; })`;
  }

  const enter = (place: Place, parameters: readonly string[]): Place => ({
    ...place,
    names: [...new Set([...place.names, ...parameters])],
    fixed: place.fixed.filter((name) => !parameters.includes(name)),
    functions: place.functions.filter((name) => !parameters.includes(name)),
    inLoop: false,
    inFunction: true,
  });

  function assignment(place: Place, size = 2): string {
    const free = place.names.filter((name) => !place.fixed.includes(name));
    const target = choose(3) === 0 || free.length === 0 ? undefined : pick(free);
    if (target !== undefined) {
      const right = `small(${value(place, size)})`;
      return pick([
        `${target} = ${right}`,
        `${target} = ${right}`,
        `${target} = small(${target} + ${value(place, size)})`,
        `${target}++`,
        `--${target}`,
      ]);
    }
    const object = receiver(place, size);
    if (choose(6) === 0) return `${object}.length = ${rarely() ? value(place, 1) : pick(['0', '2', "'1'"])}`;
    return `${object}${key(place, size).replace('.length', '.c')} = ${value(place, size)}`;
  }

  function statement(place: Place): string {
    const inside = { ...place, depth: place.depth - 1 };
    const looping = { ...inside, loops: place.loops + 1, inLoop: true };
    const kinds = place.depth <= 0 ? 4 : place.loops > 1 ? 8 : 14;
    switch (choose(kinds)) {
      case 0:
      case 1:
        return `note(${value(place)});`;
      case 2:
        return `${assignment(place)};`;
      case 3:
        return `${value(place)} ${pick(BINARY)} ${value(place)};`;
      case 4:
        return `if (${value(place)}) ${block(inside)} else ${block(inside)}`;
      case 5:
        return choice(inside);
      case 6:
        if (place.inLoop) return `if (${value(place)}) ${pick(['break', 'continue'])};`;
        return place.inFunction ? `if (${value(place)}) return ${value(place)};` : `note(${value(place)});`;
      case 7:
        return `if (${value(place)}) ${block(inside)}`;
      case 8: {
        const name = pick(NAMES);
        return `for (let ${name} = 0; ${name} < ${choose(4)}; ${name}++) ${block(counting(looping, name))}`;
      }
      case 9: {
        const name = pick(NAMES);
        const word = pick(['const', 'let']);
        return `for (${word} ${name} in ${value(without(place, name), 2)}) ${block(own(looping, name, word === 'const'))}`;
      }
      case 10: {
        const name = pick(NAMES);
        const word = pick(['const', 'let']);
        const over = rarely()
          ? value(without(place, name), 2)
          : pick([list(without(place, name), 2), text(), `list(${value(without(place, name), 2)})`]);
        return `for (${word} ${name} of ${over}) ${block(own(looping, name, word === 'const'))}`;
      }
      case 11: {
        const name = fresh();
        return `var ${name} = 0; while (${name} < ${choose(4)}) { ${name} += 1; ${statements(counting(looping, name))} }`;
      }
      case 12: {
        const name = fresh();
        return `for (var ${name} = ${choose(2)}; ${name} < 3; ${name} += 1) ${block(counting(looping, name))}`;
      }
      default: {
        const name = fresh();
        return `var ${name}; for (${name} in ${value(place, 2)}) ${block(counting(looping, name))}`;
      }
    }
  }

  const without = (place: Place, name: string): Place => ({
    ...place,
    names: place.names.filter((other) => other !== name),
    functions: place.functions.filter((other) => other !== name),
  });
  const own = (place: Place, name: string, constant: boolean): Place => ({
    ...without(place, name),
    names: [...new Set([...place.names, name])],
    fixed: constant ? [...place.fixed, name] : place.fixed.filter((other) => other !== name),
  });
  const counting = (place: Place, name: string): Place => own(place, name, true);

  function choice(place: Place): string {
    const inside = { ...place, inLoop: false, depth: Math.min(place.depth, 1) };
    const arms = some(3, () => `case ${value(place, 1)}: ${statements(inside)} ${pick(['break;', ''])}`);
    const last = choose(2) === 0 ? '' : `default: ${statements(inside)}`;
    return `switch (${value(place, 1)}) { ${arms.join(' ')} ${last} }`;
  }

  const statements = (place: Place): string =>
    [statement(place), ...some(2, () => statement(place))].join(' ');

  /** Braces that may declare names of their own, which hide those outside; all at the start, from values of outside. */
  function block(place: Place): string {
    const names = NAMES.filter((name) => choose(5) === 0 && !place.fixed.includes(name));
    const outside = names.reduce(without, place);
    let inside = place;
    const lines = names.map((name) => {
      const constant = choose(2) === 0;
      inside = own(inside, name, constant && choose(4) > 0);
      return `${constant ? 'const' : 'let'} ${name} = small(${value(outside, 2)});`;
    });
    return `{ ${lines.join(' ')} ${statements(inside)} }`;
  }

  let place: Place = {
    names: [],
    fixed: [],
    functions: [],
    depth: 3,
    loops: 0,
    inLoop: false,
    inFunction: false,
  };
  const lines: string[] = [];
  for (const name of NAMES.slice(0, 2 + choose(4))) {
    const word = pick(['const', 'let', 'var', 'var']);
    lines.push(`${word} ${name} = ${pick([value, list, map])(place, 2)};`);
    place = own(place, name, word === 'const' && choose(4) > 0);
  }
  for (const name of ['f', 'g']) {
    if (choose(2) === 0) continue;
    const parameters = pick([['x'], ['x', 'y']]);
    const inside = enter({ ...place, depth: 1, loops: 1 }, parameters);
    lines.push(
      `function ${name}(${parameters.join(', ')}) { ${statements(inside)} return ${value(inside, 2)}; }`,
    );
    place = { ...place, functions: [...place.functions, name] };
  }
  lines.push(...Array.from({ length: 3 + choose(5) }, () => statement(place)));
  return `${REPORT}${lines.join('\n')}\nreturn lines.join('; ');\n`;
}
