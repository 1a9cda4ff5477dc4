/** What the build puts into the page: the template as it ships, compiled already, and settings to start with. */
import { restoreProgram, type StoredProgram } from 'sgtm-toolkit/sandbox/compiler/stored';
import { loadCompiled } from 'sgtm-toolkit/sandbox/loaded';
import { type Loaded, loadTemplate } from './loaded.ts';
import { presets, presetValues } from './presets.ts';

declare const SHIPPED: {
  template: string;
  /** A StoredProgram as JSON, which browsers read faster than code. */
  program: string;
  settings: Record<string, unknown>;
};

export function loadShipped(): Loaded {
  const settings = presetValues(SHIPPED.settings, presets[0]!);
  const loaded = loadTemplate(SHIPPED.template, settings, { testsLater: true });
  loadCompiled(loaded.template, restoreProgram(JSON.parse(SHIPPED.program) as StoredProgram));
  return loaded;
}
