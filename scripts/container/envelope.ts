/**
 * What every container export has around its own things. Keys stand in the order in which Google writes them. Ids are labels
 * inside the file, and nothing depends on clock or chance, so the same dictionary gives the same bytes.
 */
import { text } from './form.ts';

export const OWNER = { accountId: '1', containerId: '2' };
const CONTAINER_PATH = 'accounts/1/containers/2';
const PUBLIC_ID = 'GTM-XXXXXXX';
export const FINGERPRINT = { fingerprint: '1' };

/**
 * The whole file.
 *
 * @param things tags, triggers, variables, folders and built-in variables
 * @param more what only a server container has
 */
export const exportOf = (
  name: string,
  context: 'SERVER' | 'WEB',
  things: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Record<string, unknown> => ({
  exportFormatVersion: 2,
  exportTime: '2026-01-01 00:00:00',
  containerVersion: {
    path: `${CONTAINER_PATH}/versions/0`,
    ...OWNER,
    containerVersionId: '0',
    container: container(name, context),
    ...things,
    ...FINGERPRINT,
    tagManagerUrl: `https://tagmanager.google.com/#/versions/${CONTAINER_PATH}/versions/0?apiLink=version`,
    ...more,
  },
});

/** The text of the file: four spaces, LF, as Google writes it. */
export const formatExport = (exported: unknown): string => `${JSON.stringify(exported, null, 4)}\n`;

const FEATURES =
  'UserPermissions Environments Workspaces GtagConfigs BuiltInVariables Clients Folders Tags Templates Triggers Variables Versions Zones Transformations';

function container(name: string, context: 'SERVER' | 'WEB'): Record<string, unknown> {
  const missing = context === 'SERVER' ? ['GtagConfigs'] : ['GtagConfigs', 'Clients', 'Transformations'];
  return {
    path: CONTAINER_PATH,
    ...OWNER,
    name,
    publicId: PUBLIC_ID,
    usageContext: [context],
    ...FINGERPRINT,
    tagManagerUrl: `https://tagmanager.google.com/#/container/${CONTAINER_PATH}/workspaces?apiLink=container`,
    features: Object.fromEntries(
      FEATURES.split(' ').map((what) => [`support${what}`, !missing.includes(what)]),
    ),
    tagIds: [PUBLIC_ID],
  };
}

/** A condition of a trigger on two texts. */
export const condition = (type: string, one: string, other: string): Record<string, unknown> => ({
  type,
  parameter: [text('arg0', one), text('arg1', other)],
});

/** A variable of the type Constant. */
export const constant = (
  variableId: string,
  name: string,
  value: string,
  parent: { parentFolderId: string },
): Record<string, unknown> => ({
  ...OWNER,
  variableId,
  name,
  type: 'c',
  parameter: [text('value', value)],
  ...FINGERPRINT,
  ...parent,
  formatValue: {},
});

/** A regular expression, in the syntax of RE2, that takes exactly these names; every name when there are none. */
export const patternOf = (names: readonly string[] | undefined): string =>
  names === undefined
    ? '.*'
    : `^(${names.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')})$`;
