/**
 * The shape of a container export, server or web, as a JSON schema (ajv). Google publishes none; this one was derived from real
 * exports and the Tag Manager API's ContainerVersion. It takes more than we write, so that real exports pass too, but no key it
 * does not know. What has to agree between parts of a file is in verify.ts.
 */
const text = { type: 'string' } as const;
const bool = { type: 'boolean' } as const;
const id = { type: 'string', pattern: '^[0-9]+$' } as const;
const ids = { type: 'array', items: id } as const;
const texts = { type: 'array', items: text } as const;
const mapParameter = { $ref: '#/$defs/mapParameter' } as const;

const object = (required: Record<string, unknown>, optional: Record<string, unknown> = {}) => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional },
  additionalProperties: false,
});
const listOf = (items: unknown) => ({ type: 'array', items });

const owner = { accountId: id, containerId: id };
const fingerprint = { fingerprint: id };
const parameters = listOf({ $ref: '#/$defs/parameter' });
const conditions = listOf({ $ref: '#/$defs/condition' });
const folder = { parentFolderId: id };
const notes = { notes: text };

/** A parameter: scalars carry `value` (left out when empty), lists and maps carry parameters. */
const parameter = {
  oneOf: [
    object(
      { type: { enum: ['TEMPLATE', 'TAG_REFERENCE', 'TRIGGER_REFERENCE'] } },
      { key: text, value: { type: 'string', minLength: 1 }, isWeakReference: bool },
    ),
    object({ type: { const: 'BOOLEAN' }, value: { enum: ['true', 'false'] } }, { key: text }),
    object({ type: { const: 'INTEGER' }, value: { type: 'string', pattern: '^-?[0-9]+$' } }, { key: text }),
    object({ type: { const: 'LIST' } }, { key: text, list: parameters }),
    mapParameter,
  ],
};

const features = [
  'UserPermissions',
  'Environments',
  'Workspaces',
  'GtagConfigs',
  'BuiltInVariables',
  'Clients',
  'Folders',
  'Tags',
  'Templates',
  'Triggers',
  'Variables',
  'Versions',
  'Zones',
  'Transformations',
];

const container = object(
  {
    path: text,
    ...owner,
    name: text,
    publicId: { type: 'string', pattern: '^GTM-[A-Z0-9]+$' },
    usageContext: { enum: [['SERVER'], ['WEB']] },
    ...fingerprint,
    tagManagerUrl: text,
    features: object(Object.fromEntries(features.map((name) => [`support${name}`, bool]))),
    tagIds: texts,
  },
  { taggingServerUrls: texts },
);

const tag = object(
  {
    ...owner,
    tagId: id,
    name: text,
    type: text,
    ...fingerprint,
    tagFiringOption: { enum: ['ONCE_PER_EVENT', 'ONCE_PER_LOAD', 'UNLIMITED'] },
    monitoringMetadata: mapParameter,
    consentSettings: object(
      { consentStatus: { enum: ['NOT_SET', 'NEEDED', 'NOT_NEEDED'] } },
      { consentType: { $ref: '#/$defs/parameter' } },
    ),
  },
  {
    parameter: parameters,
    firingTriggerId: ids,
    blockingTriggerId: ids,
    ...folder,
    paused: bool,
    priority: { $ref: '#/$defs/parameter' },
    setupTag: listOf(object({ tagName: text }, { stopOnSetupFailure: bool })),
    teardownTag: listOf(object({ tagName: text }, { stopTeardownOnFailure: bool })),
    monitoringMetadataTagNameKey: text,
    liveOnly: bool,
    ...notes,
  },
);

const trigger = object(
  { ...owner, triggerId: id, name: text, type: { type: 'string', pattern: '^[A-Z_]+$' }, ...fingerprint },
  {
    customEventFilter: conditions,
    filter: conditions,
    autoEventFilter: conditions,
    parameter: parameters,
    // Of triggers on clicks, forms, time and visibility in a web container.
    ...Object.fromEntries(
      ['waitForTags', 'checkValidation', 'waitForTagsTimeout', 'uniqueTriggerId'].map((key) => [
        key,
        { $ref: '#/$defs/parameter' },
      ]),
    ),
    ...folder,
    ...notes,
  },
);

const variable = object(
  { ...owner, variableId: id, name: text, type: text, ...fingerprint },
  { parameter: parameters, formatValue: { type: 'object' }, ...folder, ...notes },
);

const client = object(
  { ...owner, clientId: id, name: text, type: text, ...fingerprint },
  { parameter: parameters, priority: { type: 'number' }, ...folder, ...notes },
);

const transformation = object(
  { ...owner, transformationId: id, name: text, type: text, ...fingerprint },
  { parameter: parameters, ...folder, ...notes },
);

const customTemplate = object(
  {
    ...owner,
    templateId: id,
    name: text,
    ...fingerprint,
    templateData: { type: 'string', pattern: '^___[A-Z_]+___\\n' },
  },
  {
    galleryReference: object(
      { host: text, owner: text, repository: text, version: text, signature: text },
      { galleryTemplateId: text, isModified: bool, templateDeveloperId: text },
    ),
  },
);

export const EXPORT_SCHEMA = {
  $defs: {
    parameter,
    mapParameter: object({ type: { const: 'MAP' } }, { key: text, map: parameters }),
    condition: object({ type: { type: 'string', pattern: '^[A-Z_]+$' }, parameter: parameters }),
  },
  ...object({
    exportFormatVersion: { const: 2 },
    exportTime: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}$' },
    containerVersion: object(
      {
        path: text,
        ...owner,
        containerVersionId: id,
        container,
        ...fingerprint,
        tagManagerUrl: text,
      },
      {
        name: text,
        description: text,
        tag: listOf(tag),
        trigger: listOf(trigger),
        variable: listOf(variable),
        folder: listOf(object({ ...owner, folderId: id, name: text, ...fingerprint }, notes)),
        builtInVariable: listOf(object({ ...owner, type: text, name: text })),
        customTemplate: listOf(customTemplate),
        client: listOf(client),
        transformation: listOf(transformation),
      },
    ),
  }),
};
