/**
 * Random programs that mean the same in JavaScript and in the sandbox: every loop ends, every name is declared before its
 * use, values are numbers, texts and booleans. ++ serves loops only, since in the sandbox it makes a text longer. Names
 * are few, so that inner scopes hide outer ones, and some are names of the interpreter's own handlers.
 */

/** Gives a whole number from 0 up to but not including `below`. */
export type Choose = (below: number) => number;

interface Variable {
  readonly name: string;
  readonly constant: boolean;
}

interface Place {
  readonly variables: readonly Variable[];
  /** Functions of one parameter. */
  readonly functions: readonly string[];
  readonly depth: number;
  readonly loop: boolean;
  readonly callable: boolean;
}

const NAMES = ['a', 'b', 'map', 'or', 'and', 'x'];

/** What a program logged, and whether it was ended by a text that outgrew the engine: some double one again and again. */
export function loggedBy(run: (log: (...values: unknown[]) => void) => void): unknown[] {
  const logged: unknown[] = [];
  try {
    run((...values) => logged.push(values));
  } catch (error) {
    if ((error as Error).message !== 'Invalid string length') throw error;
    logged.push('a text too long');
  }
  return logged;
}

/** The text of one program; it calls `log` with what it computes. */
export function randomProgram(choose: Choose): string {
  let counter = 0;

  const pick = <T>(list: readonly T[]): T => list[choose(list.length)]!;
  const fresh = (prefix: string): string => `${prefix}${counter++}`;

  function value({ variables, functions, depth }: Place, size = 3): string {
    const inner = (): string =>
      value({ variables, functions, depth, loop: false, callable: false }, size - 1);
    switch (size <= 0 ? choose(3) : choose(13)) {
      case 0:
        return String(choose(5));
      case 1:
        return pick(["'a'", "'bc'", "''", 'true', 'undefined', 'null']);
      case 2:
      case 3:
        return variables.length > 0 ? pick(variables).name : '7';
      case 4:
      case 5:
        return `(${inner()} ${pick(['+', '-', '*', '%', '&', '|', '^', '<<', '>>', '>>>'])} ${inner()})`;
      case 6:
        return `(${inner()} ${pick(['<', '<=', '>', '>=', '==', '!=', '===', '!=='])} ${inner()})`;
      case 7:
        return `(${inner()} ${pick(['&&', '||'])} ${inner()})`;
      case 8:
        return `(${inner()} ? ${inner()} : ${inner()})`;
      case 9:
        return `${pick(['!', '-', '~', 'typeof '])}(${inner()})`;
      case 10:
        return functions.length > 0 ? `${pick(functions)}(${inner()})` : '8';
      case 11:
        return `({k: ${inner()}, 'l': ${inner()}}).${pick(['k', 'l', 'm'])}`;
      default:
        return `((q) => (${inner()} + q))(${inner()})`;
    }
  }

  function target({ variables }: Place): string | undefined {
    const free = variables.filter(({ constant }) => !constant);
    return free.length > 0 ? pick(free).name : undefined;
  }

  function simple(place: Place): string {
    const name = target(place);
    if (name === undefined || choose(3) === 0) return `log(${value(place)});`;
    const text = value(place);
    return pick([`${name} = ${text};`, `${name} += ${text};`, `--${name};`, `${name} -= 1;`, `${name}--;`]);
  }

  function statement(place: Place): string {
    const inside = { ...place, depth: place.depth - 1 };
    const looping = { ...inside, loop: true };
    switch (place.depth <= 0 ? choose(2) : choose(13)) {
      case 2:
        return `if (${value(place)}) ${block(inside)}`;
      case 3:
        return `if (${value(place)}) ${block(inside)} else if (${value(place)}) ${simple(place)} else ${block(inside)}`;
      case 4: {
        const i = pick(NAMES);
        const body = block(shadow(looping, { name: i, constant: true }));
        return `for (let ${i} = 0; ${i} < ${choose(3) + 1}; ${i}++) ${body}`;
      }
      case 5: {
        const i = fresh('v');
        return `for (var ${i} = ${choose(2)}; ${i} < 3; ${i} += 1) ${block(shadow(looping, { name: i, constant: true }))}`;
      }
      case 6: {
        const k = pick(NAMES);
        const body = block(shadow(looping, { name: k, constant: true }));
        return `for (const ${k} in {p: ${value(without(place, k))}, q: 1}) ${body}`;
      }
      case 7: {
        const k = pick(NAMES);
        const body = block(shadow(looping, { name: k, constant: false }));
        return `for (let ${k} of [${value(without(place, k))}, ${value(without(place, k))}]) ${body}`;
      }
      case 8: {
        const i = fresh('v');
        return `var ${i} = 0; while (${i} < ${choose(3) + 1}) { ${i}++; ${statements(looping)} }`;
      }
      case 9:
        return choice(inside);
      case 10: {
        const list = fresh('v');
        const i = pick(NAMES);
        return `const ${list} = []; for (let ${i} = 0; ${i} < 3; ${i}++) { ${list}.push(() => ${i}); } log(${list}.map((f) => f()).join());`;
      }
      case 11:
        if (place.loop) return `if (${value(place)}) { ${pick(['break', 'continue'])}; }`;
        return `{ ${statements(inside)} }`;
      case 12:
        return place.callable ? `if (${value(place)}) return ${value(place)};` : simple(place);
      default:
        return simple(place);
    }
  }

  function without(place: Place, hidden: string): Place {
    return { ...place, variables: place.variables.filter(({ name }) => name !== hidden) };
  }

  /** Where a name is declared again, all other variables stay visible. */
  function shadow(place: Place, variable: Variable): Place {
    return { ...place, variables: [...without(place, variable.name).variables, variable] };
  }

  function choice(place: Place): string {
    const arms = Array.from({ length: choose(3) + 1 }, () => {
      const body = choose(4) === 0 ? '' : statements({ ...place, loop: false });
      return `case ${value(place, 1)}: ${body} ${pick(['break;', ''])}`;
    });
    const last = choose(2) === 0 ? '' : `default: ${statements({ ...place, loop: false })}`;
    return `switch (${value(place, 1)}) { ${arms.join(' ')} ${last} }`;
  }

  /** Statements that declare nothing in the scope they stand in. */
  function statements(place: Place): string {
    return Array.from({ length: choose(3) + 1 }, () => nameless(place)).join(' ');
  }

  function nameless(place: Place): string {
    const text = statement(place);
    return text.startsWith('const ') ? `if (true) { ${text} }` : text;
  }

  /** Braces that may declare names of their own, all at the start and from values of outside. */
  function block(place: Place, parameter?: string): string {
    let inside = place;
    const lines: string[] = [];
    const names = NAMES.filter((name) => choose(4) === 0 && name !== parameter);
    const from = names.reduce(without, place);
    for (const name of names) {
      const constant = choose(2) === 0;
      lines.push(`${constant ? 'const' : 'let'} ${name} = ${value(from)};`);
      inside = shadow(inside, { name, constant });
    }
    if (place.depth > 0 && choose(3) === 0) {
      const name = fresh('f');
      const parameter = pick(NAMES);
      const body = { ...shadow(inside, { name: parameter, constant: false }), loop: false, callable: true };
      lines.push(
        `const ${name} = (${parameter}) => ${block({ ...body, depth: place.depth - 1 }, parameter)};`,
      );
      inside = { ...inside, functions: [...inside.functions, name] };
    }
    return `{ ${lines.join(' ')} ${statements(inside)} }`;
  }

  const start: Place = { variables: [], functions: ['late'], depth: 3, loop: false, callable: true };
  const body = block(start).slice(1, -1);
  return `${body}\nfunction late(p) { return typeof p + 1; }`;
}
