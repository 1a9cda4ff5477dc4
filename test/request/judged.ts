/** Answers and what judges them: an own clock, a mask as the tag hands one in, the tag's labels. */
import { expect } from 'vitest';
import { labelOf } from '../../src/labels.ts';
import { type Answer, type JudgeTools, judge } from '../../src/request/answer.ts';
import { toolsFor } from '../mapping/tools.ts';

export const NOW = Date.UTC(2026, 10, 22, 10, 15, 30);

export const { parseJson } = toolsFor();

/** The shape of what is handed in: bounded, masked, cut. */
const shown = (text: string, longest: number): string => {
  const masked = text
    .slice(0, longest * 4)
    .replace(/[A-Fa-f0-9]{64}/g, (hash) => `${hash.slice(0, 8)}...`)
    .replaceAll('the-secret', '(secret)');
  return masked.length > longest ? `${masked.slice(0, longest)}...` : masked;
};

export const tools: JudgeTools = {
  parseJson: (text) => {
    expect(text[0]).toBe('{');
    return parseJson(text);
  },
  now: () => NOW,
  ends: NOW + 8000,
  labelOf,
  signed: true,
  shown,
};
export const byToken: JudgeTools = { ...tools, signed: false };

export const verdictOn = (given: Answer, sent = 1, explaining: JudgeTools = tools) =>
  judge(given, sent, explaining);

export const answer = (statusCode: number, body: unknown, headers: Record<string, unknown> = {}): Answer => ({
  statusCode,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

export const httpDate = (secondsFromNow: number): string =>
  new Date(NOW + secondsFromNow * 1000).toUTCString();
