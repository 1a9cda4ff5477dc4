/** Small templates for tests, in the form the editor exports. */
import { formatJson, type Json } from '../../sandbox/tpl/json.ts';
import { formatTemplate } from '../../sandbox/tpl/sections.ts';
import { parseTemplate, type Template } from '../../sandbox/tpl/template.ts';
import { formatTests } from '../../sandbox/tpl/yaml.ts';

export interface Parts {
  type?: 'TAG' | 'MACRO' | 'CLIENT';
  code: string;
  parameters?: Json;
  permissions?: Json;
  setup?: string;
  scenarios?: { name: string; code: string }[];
}

/** The text of a template. */
export function templateText({
  type = 'TAG',
  code,
  parameters = [],
  permissions = [],
  setup,
  scenarios = [],
}: Parts): string {
  const info = {
    type,
    id: 'cvt_temp_public_id',
    version: 1,
    securityGroups: [],
    displayName: 'Sample',
    brand: { id: 'brand_dummy', displayName: '' },
    description: '',
    containerContexts: ['SERVER'],
  };
  return formatTemplate({
    INFO: formatJson(info),
    TEMPLATE_PARAMETERS: formatJson(parameters),
    SANDBOXED_JS_FOR_SERVER: code,
    SERVER_PERMISSIONS: formatJson(permissions),
    TESTS: formatTests({ ...(setup !== undefined && { setup }), scenarios }),
    NOTES: 'Made for a test.',
  });
}

export const template = (parts: Parts): Template => parseTemplate(templateText(parts));

const typed = (value: Json): Json => {
  if (typeof value === 'string') return { type: 1, string: value };
  if (typeof value === 'boolean') return { type: 8, boolean: value };
  if (Array.isArray(value)) return { type: 2, listItem: value.map(typed) };
  const entries = Object.entries(value ?? {});
  return {
    type: 3,
    mapKey: entries.map(([key]) => typed(key)),
    mapValue: entries.map(([, item]) => typed(item)),
  };
};

/** One entry of the permissions section from plain parameters. */
export function permission(publicId: string, params: Record<string, Json> = {}): Json {
  return {
    instance: {
      key: { publicId, versionId: '1' },
      param: Object.entries(params).map(([key, value]) => ({ key, value: typed(value) })),
    },
    clientAnnotations: { isEditedByUser: true },
    isRequired: true,
  };
}
