/** Set-ups to start from: the settings of the examples, with a row for each category, so that an event finds its way. */

import type { Values } from 'sgtm-toolkit/form';
import { CATEGORY_OF } from '../src/mapping/categories.ts';

export interface Preset {
  id: string;
  label: string;
  /** What differs from the first one. */
  values: Values;
}

/** The first one is what the page starts with. */
export const presets: readonly Preset[] = [
  { id: 'token', label: 'Pixel access token, every category', values: {} },
  { id: 'oauth', label: 'OAuth 1.0a, every category', values: { authMethod: 'oauth1' } },
  {
    id: 'check',
    label: 'Check only, with consent: how to begin',
    values: { sendMode: 'checkOnly', consent: 'adStorage' },
  },
  {
    id: 'purchase',
    label: 'Purchases only',
    values: { categoryEvents: [{ category: 'purchase', eventId: 'tw-o8z6j-o87ne' }] },
  },
];

/** Invented ids, purchase with the one of the examples. */
const categoryEvents = [...new Set(Object.values(CATEGORY_OF))].map((category, index) => ({
  category,
  eventId: category === 'purchase' ? 'tw-o8z6j-o87ne' : `tw-o8z6j-o87n${index.toString(36)}`,
}));

/** The values of the form. @param settings those of the examples: pixel and credentials */
export const presetValues = (settings: Values, { values }: Preset): Values => ({
  ...settings,
  authMethod: 'pixelToken',
  pixelToken: 'demo-pixel-token-0123456789abcdef',
  categoryEvents: structuredClone(categoryEvents),
  conversionIdSource: 'transaction_id',
  ...structuredClone(values),
});
