/** What the tests of events share: a stand-in, a file, and the command in this process, which never shows a secret. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Io } from 'sgtm-toolkit/shell';
import { expect } from 'vitest';
import type { EventsWorld } from '../../scripts/events/session.ts';
import { main } from '../../scripts/events.ts';
import type { Pixel, WebEventTag } from '../../x-server/configuration.ts';
import type { XServer } from '../../x-server/server.ts';
import { webEventTagsOf } from '../../x-server/web-event-tags.ts';
import { folder, oauthEnvironment, secrets } from './replay-setup.ts';

export const ACCOUNT = '18ce552mlaq';
export const PIXEL = 'o8z6j';

export type Details = Partial<Omit<WebEventTag, 'id' | 'website_tag_id'>>;

/** A pixel with the given events, by id. */
export const pixelWith = (events: Record<string, Details>, id = PIXEL, accountId = ACCOUNT): Pixel => ({
  id,
  accountId,
  eventIds: Object.keys(events),
  eventDetails: events,
});

/** X's events of the account that are not deleted. */
export const eventsAt = (server: XServer): WebEventTag[] =>
  webEventTagsOf(server.configuration, ACCOUNT).filter(({ deleted }) => !deleted);

export const dictionaryFile = (text: string, name = 'shop.yaml'): string => {
  const file = join(folder(), name);
  writeFileSync(file, text);
  return file;
};
export const textIn = (file: string): string => readFileSync(file, 'utf8');

export const RIGHT = `accountId: ${ACCOUNT}\npixelId: ${PIXEL}\n`;

export interface Outcome {
  code: number;
  out: string;
  err: string;
  /** What the command waited for, in milliseconds. */
  sleeps: number[];
  progress: string[];
  json: Record<string, never> & {
    ok: boolean;
    differs: boolean;
    steps: { action: string; row: string; changes?: unknown[]; settings?: unknown; event?: { id: string } }[];
    problems: { code: string; line: number; column: number; message: string; severity: string }[];
    notInFile: { id: string; name: string }[];
    failure?: string;
    done?: string[];
    completed?: string[];
    added?: string[];
  };
}

/** One call of the command. Sleeping takes no time, and its clock goes on by what was slept. */
export async function events(
  server: Pick<XServer, 'url'>,
  args: string[],
  change: Partial<EventsWorld> = {},
  changeIo: Partial<Io> = {},
): Promise<Outcome> {
  let [out, err] = ['', ''];
  let slept = 0;
  const sleeps: number[] = [];
  const progress: string[] = [];
  const io = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    colour: false,
    progress: (text: string) => {
      if (text !== '') progress.push(text);
    },
    ...changeIo,
  };
  const code = await main([...args, '--endpoint', server.url], io, {
    environment: oauthEnvironment,
    now: () => Date.now() + slept,
    sleep: async (ms) => {
      slept += ms;
      sleeps.push(ms);
    },
    random: () => 0.5,
    timeoutMs: 5000,
    confirm: undefined,
    ...change,
  });
  for (const secret of secrets) expect(out + err + progress.join('')).not.toContain(secret);
  return { code, out, err, sleeps, progress, json: out.startsWith('{') ? JSON.parse(out) : {} };
}
