/** A template that the Gallery would take, for the tests of the release. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { formatJson, type Json } from 'sgtm-toolkit/sandbox/tpl/json';
import { formatTemplate, TERMS_OF_SERVICE } from 'sgtm-toolkit/sandbox/tpl/sections';
import { formatTests } from 'sgtm-toolkit/sandbox/tpl/yaml';
import { dataUri } from '../../scripts/release/icon.ts';

export const icon = readFileSync(path.join(import.meta.dirname, '../../assets/icon.png'));

/** @param change what a test makes of INFO */
export function template(change: (info: { [key: string]: Json }) => void = () => {}): string {
  const info: { [key: string]: Json } = {
    type: 'TAG',
    id: 'cvt_temp_public_id',
    version: 1,
    securityGroups: [],
    displayName: 'Sample',
    description: 'Does one thing.',
    categories: ['ADVERTISING'],
    brand: { id: 'brand_dummy', displayName: '', thumbnail: dataUri(icon) },
    containerContexts: ['SERVER'],
  };
  change(info);
  return formatTemplate({
    TERMS_OF_SERVICE,
    INFO: formatJson(info),
    TEMPLATE_PARAMETERS: '[]',
    SANDBOXED_JS_FOR_SERVER: 'data.gtmOnSuccess();',
    SERVER_PERMISSIONS: '[]',
    TESTS: formatTests({ scenarios: [] }),
    NOTES: 'None.',
  });
}
