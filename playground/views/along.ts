/** What a person takes along from the page: the settings as text, and a file for Tag Manager's Import Container. */

import type { Field, Values } from 'sgtm-toolkit/form';
import { containerFile, forContainer } from '../container-file.ts';
import { copyButton, download, h, uniqueId } from '../dom.ts';
import type { Loaded } from '../loaded.ts';
import type { Show } from '../secrets.ts';
import { readSettings, settingsText } from '../settings-text.ts';

export interface Settings {
  fields: readonly Field[];
  values: () => Values;
  show: () => Show;
  /** Puts other values into the form. */
  use: (values: Values) => void;
}

/** The settings as text, and back. */
export function alongView({ fields, values, show, use }: Settings): HTMLElement {
  const id = uniqueId('settings');
  const area = h('textarea', { id, rows: 8, class: 'code', spellcheck: 'false', autocomplete: 'off' });
  const said = h('p', { class: 'note', role: 'status' });
  const say = (text: string, bad = false): void => {
    said.textContent = text;
    said.className = bad ? 'problem' : 'note';
  };
  const text = (): string => settingsText(values(), show());
  const details = h(
    'details',
    { class: 'inset' },
    h('summary', {}, 'Settings as text'),
    h('label', { for: id, class: 'label' }, 'Settings, JSON'),
    area,
    h(
      'p',
      { class: 'note' },
      'For “npm start -- --data”. Masked credentials stay as they are when you bring the text back.',
    ),
    h(
      'div',
      { class: 'buttons' },
      copyButton('the settings', text),
      h(
        'button',
        {
          type: 'button',
          class: 'small',
          onclick: () => {
            try {
              use(readSettings(area.value, fields, values(), show()));
              say('The settings are in the form.');
            } catch (error) {
              say(error instanceof Error ? error.message : String(error), true);
            }
          },
        },
        'Use these settings',
      ),
    ),
    said,
  );
  details.addEventListener('toggle', () => {
    if (details.open) area.value = text();
  });
  return details;
}

/** One click to the container file of the tag of this project. */
export const containerButton = (
  { template, name, fields, start }: Loaded,
  values: () => Values,
  say: (text: string) => void,
): HTMLElement =>
  h(
    'button',
    {
      type: 'button',
      class: 'small',
      onclick: () => {
        const { text, placeholders, variables } = containerFile(
          { text: template.text, name, form: fields },
          forContainer(values(), start),
        );
        download('x-ads-container.json', text);
        const needed =
          variables.length === 0
            ? ''
            : ` Before the import, make the variables it refers to: ${variables.join(', ')}.`;
        if (values().pixelId === start.pixelId)
          say(
            'x-ads-container.json is made, with the invented pixel ID of the example. Put your pixel ID and X event IDs into the form, then make it again.',
          );
        else
          say(
            `x-ads-container.json is made.${needed} In Tag Manager: Admin, Import Container, Merge. Then fill in ${placeholders.join(', ')}: no credential stands in the file.`,
          );
      },
    },
    'Container file',
  );
