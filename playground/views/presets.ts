/** The choice of a set-up to start from. */
import type { Values } from 'sgtm-toolkit/form';
import { byId, h } from '../dom.ts';
import { presets, presetValues } from '../presets.ts';

/** @param use puts the values of a set-up into the form, which is then drawn anew */
export function presetView(start: Values, use: (values: Values) => void): HTMLElement {
  const select = h(
    'select',
    { id: 'preset' },
    h('option', { value: '' }, 'As the fields are'),
    ...presets.map(({ id, label }) => h('option', { value: id }, label)),
  );
  select.addEventListener('change', () => {
    const preset = presets.find(({ id }) => id === select.value);
    if (!preset) return;
    use(presetValues(start, preset));
    byId('preset').focus();
  });
  return h(
    'div',
    { class: 'field' },
    h('div', { class: 'label' }, h('label', { for: 'preset' }, 'Start from a set-up')),
    select,
  );
}
