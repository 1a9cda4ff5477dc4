/**
 * Method calls: which methods a value has, and the errors for those it has not.
 *
 * Methods are found by allow-list only (standard library of sandboxed JavaScript). Own properties of maps, lists, functions and
 * promises come before the built-in methods.
 */

import { SandboxError } from './errors.ts';
import { LIST_METHODS } from './methods-list.ts';
import { STRING_METHODS } from './methods-string.ts';
import { hasOwn, readProperty } from './property.ts';
import { Dict, Func, List, type Reference, toText, type Value } from './values.ts';

/** Numbers and booleans have this one method; a radix outside 2 to 36 counts as 10. */
function primitiveText(target: number | boolean, args: Value[]): string {
  if (typeof target === 'boolean') return String(target);
  const radix = Math.trunc(Number(args[0]));
  return radix >= 2 && radix <= 36 ? target.toString(radix) : String(target);
}

/** `target.name(...args)`, arguments already evaluated. */
export function callMethod(target: Value, name: Value, args: Value[]): Value {
  const key = toText(name);
  switch (typeof target) {
    case 'string': {
      const method = STRING_METHODS.get(key);
      if (method) return method(target, args);
      throw new SandboxError(`TypeError: ${key} is not a function`);
    }
    case 'number':
    case 'boolean':
      if (key === 'toString') return primitiveText(target, args);
      throw new SandboxError(`TypeError: ${target}.${key} is not a function.`);
    case 'undefined':
      throw new SandboxError(`TypeError: Can't read property ${key} of undefined.`);
    default:
      if (target === null) throw new SandboxError(`TypeError: Can't read property ${key} of null.`);
      return callOnReference(target, name, args);
  }
}

function callOnReference(target: Reference, name: Value, args: Value[]): Value {
  const key = toText(name);
  if (hasOwn(target, name)) {
    const member = readProperty(target, name);
    if (member instanceof Func) return member.call(args);
    throw new SandboxError(`TypeError: ${key} is not a function`);
  }
  // Own properties go by the text of the name, built-in methods by the name itself.
  if (target instanceof List && name === key) {
    const method = LIST_METHODS.get(key);
    if (method) return method(target, args);
  }
  if (key === 'toString') return toText(target);
  if (key === 'hasOwnProperty' && (target instanceof Dict || target instanceof Func))
    return hasOwn(target, args[0]);
  throw new SandboxError(`TypeError: Object has no '${key}' property.`);
}
