/** What the tests of the browser half share: a dictionary with both halves, and what is made of it. */
import { planOf, type WebPlan } from '../../scripts/web/plan.ts';
import { form, read } from '../scripts/container-tools.ts';

export const DICTIONARY = `
pixelId: o8z6j
consent: adStorage
measurementId: G-AB12CD34EF
serverUrl: https://sgtm.shop.example
categoryEvents:
  page_view: tw-o8z6j-o87nd
  add_to_cart: o87nf
  purchase: o87ne
customEvents:
  quote_requested: o87ng
`;

/** The plan of a dictionary that must be right. */
export function plan(text = DICTIONARY): WebPlan {
  const { dictionary, problems } = read(text);
  const error = problems.find(({ severity }) => severity === 'error');
  if (error) throw new Error(`the dictionary is wrong: ${error.message}`);
  return planOf(dictionary, form);
}
