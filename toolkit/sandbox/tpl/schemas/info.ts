/** JSON schema of the INFO section, as wide as what is published, narrow enough to catch a misspelt key. */
import type { Schema } from '../schema.ts';

const text: Schema = { type: 'string' };
/** Text, or an object of translations by language. */
export const translatable: Schema = {
  type: ['string', 'object'],
  required: ['text'],
  additionalProperties: false,
  properties: { text, translations: { type: 'array', items: { type: 'object' } } },
};

export const infoSchema: Schema = {
  type: 'object',
  required: ['type', 'id', 'version', 'displayName', 'containerContexts'],
  additionalProperties: false,
  properties: {
    type: { enum: ['TAG', 'MACRO', 'CLIENT'] },
    id: text,
    version: { const: 1 },
    securityGroups: { type: 'array', items: text },
    displayName: translatable,
    description: translatable,
    categories: {
      type: 'array',
      items: {
        enum: [
          'ACCESSIBILITY',
          'ADVERTISING',
          'AFFILIATE_MARKETING',
          'ANALYTICS',
          'ATTRIBUTION',
          'CHAT',
          'CONVERSIONS',
          'DATA_WAREHOUSING',
          'EMAIL_MARKETING',
          'EXPERIMENTATION',
          'HEAT_MAP',
          'LEAD_GENERATION',
          'MARKETING',
          'PERSONALIZATION',
          'REMARKETING',
          'SALES',
          'SESSION_RECORDING',
          'SOCIAL',
          'SURVEY',
          'TAG_MANAGEMENT',
          'UTILITY',
        ],
      },
    },
    brand: {
      type: 'object',
      additionalProperties: false,
      properties: {
        id: text,
        displayName: translatable,
        thumbnail: {
          type: 'string',
          pattern: '^(data:image/(png|jpeg|jpg|gif|svg\\+xml|webp);base64,|$|https?:)',
        },
      },
    },
    containerContexts: { type: 'array', minItems: 1, items: { enum: ['SERVER', 'WEB'] } },
    __wm: text,
  },
};
