/** A single template as a container of one, and what a container has that brings nothing of the kind itself. */
import type { Template } from '../sandbox/index.ts';
import type { Client, Container, Tag, Variable } from './container.ts';
import { constant, type Expression } from './expressions.ts';
import type { Plain } from './text.ts';
import { ALL_EVENTS } from './triggers.ts';

const expressions = (values: Plain): [string, Expression][] =>
  Object.entries(values).map(([key, value]) => [key, constant(value)]);

const client = (name: string, type: string, parameters: Plain): Client => ({
  id: type,
  name,
  type,
  priority: 0,
  parameters: expressions(parameters),
});

/** What nearly every container has, for one that brings no clients: a part of a container, or a template. */
export const USUAL_CLIENTS: readonly Client[] = [
  client('GA4', 'gaaw_client', { activateDefaultPaths: true, cookieManagement: 'js' }),
  client('Measurement Protocol (GA4)', 'mpaw_client', { activationPath: '/mp/collect' }),
];

/**
 * A tag fires on all events of the GA4 client and of Measurement Protocol; a variable is evaluated for each; a client stands
 * before the other two.
 *
 * @param data values of the template's fields
 */
export function containerOfTemplate(template: Template, name: string, data: Plain): Container {
  const entity = { id: '1', name, type: 'cvt_1_1', template, parameters: expressions(data) };
  const tag: Tag = {
    ...entity,
    firing: [ALL_EVENTS],
    blocking: [],
    priority: constant(0),
    unlimited: false,
    paused: false,
    liveOnly: false,
    metadata: [],
    consent: 'NOT_SET',
    schedule: {},
  };
  const variable: Variable = { ...entity, format: { replace: [] } };
  return {
    publicId: 'GTM-0000000',
    name,
    version: '0',
    clients: [...(template.type === 'CLIENT' ? [{ ...entity, priority: 1 }] : []), ...USUAL_CLIENTS],
    tags: template.type === 'TAG' ? [tag] : [],
    triggers: new Map(),
    variables: template.type === 'MACRO' ? new Map([[name, variable]]) : new Map(),
    transformations: [],
    watched: template.type === 'MACRO' ? [name] : [],
    findings: [],
  };
}
