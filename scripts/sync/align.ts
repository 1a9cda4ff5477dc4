/**
 * An exported JSON value in the order of ours: the editor may write the keys of an object in another order, which says
 * nothing and would hide what was really changed.
 */
import type { Json } from 'sgtm-toolkit/sandbox/tpl/json';

/** The exported value with its keys in the order in which `ours` has them, new keys last. Lists keep their order. */
export function align(exported: Json, ours: Json | undefined): Json {
  if (Array.isArray(exported)) {
    const before = Array.isArray(ours) ? ours : [];
    return exported.map((item, i) => align(item, before.find((one) => isSame(one, item)) ?? before[i]));
  }
  if (!isObject(exported)) return exported;
  const before = isObject(ours) ? ours : {};
  const keys = [...Object.keys(before), ...Object.keys(exported)].filter(
    (key, i, all) => Object.hasOwn(exported, key) && all.indexOf(key) === i,
  );
  return Object.fromEntries(
    keys.map((key) => [key, align(exported[key]!, Object.hasOwn(before, key) ? before[key] : undefined)]),
  );
}

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether two list items are one field, one permission, one choice: known by name, public id or value. */
function isSame(a: Json, b: Json): boolean {
  const name = (item: Json): string | undefined => {
    if (!isObject(item)) return undefined;
    const instance =
      isObject(item.instance) && isObject(item.instance.key) ? item.instance.key.publicId : undefined;
    const found = item.name ?? instance ?? item.key ?? item.value;
    return typeof found === 'string' ? found : undefined;
  };
  return name(a) !== undefined && name(a) === name(b);
}
