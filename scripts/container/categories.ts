/** X's conversion categories for the dictionary: the tag's own table, the other way round. */
import { CATEGORY_OF, CUSTOM } from '../../src/mapping/categories.ts';

/** The category that takes every event without a row. */
export const CATCH_ALL = CUSTOM;

/** Category → GA4's event names; an empty list stands for the category that takes every event no other row takes. */
export const GA4_NAMES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    Object.values(CATEGORY_OF).map((category) => [
      category,
      Object.keys(CATEGORY_OF).filter((eventName) => CATEGORY_OF[eventName] === category),
    ]),
  ),
  [CUSTOM]: [],
};

/** X's types of events that are not the category in capitals (X, Web Event Tags, type): X shows SIGN_UP as Lead. */
const OTHER_TYPES: Readonly<Record<string, string>> = { page_view: 'SITE_VISIT', lead: 'SIGN_UP' };

/** X's type of the events of a category. */
export const typeOf = (category: string): string => OTHER_TYPES[category] ?? category.toUpperCase();

/** All types X knows. */
export const TYPES: readonly string[] = [...new Set(Object.keys(GA4_NAMES).map(typeOf))];

/** The category that an event of a type belongs to when nothing else is said: `lead` of SIGN_UP. */
export const categoryOf = (type: string): string | undefined =>
  Object.keys(GA4_NAMES).find((category) => typeOf(category) === type);

/** The category meant by a GA4 event name, or by X's name of the event type in any case. */
export function categoryMeant(word: string): string | undefined {
  const name = word.toLowerCase();
  const byGa4 = Object.keys(GA4_NAMES).find((category) => GA4_NAMES[category]!.includes(name));
  return byGa4 ?? (Object.hasOwn(GA4_NAMES, name) ? name : categoryOf(name.toUpperCase()));
}
