/** What the visitor has chosen on the page, kept in a cookie so that it outlives a reload and the server can play the blocker. */
import { readCookie, writeCookie } from './cookies.ts';

const DAY = 86_400;

export type Name = 'web' | 'blocker' | 'numberless' | 'single' | 'consent';

const settings = (): URLSearchParams => new URLSearchParams(readCookie('shop') ?? '');

export const setting = (name: Name): string => settings().get(name) ?? '';

/** @param value `''` takes it back */
export function set(name: Name, value: string): void {
  const all = settings();
  if (value === '') all.delete(name);
  else all.set(name, value);
  writeCookie('shop', all.toString(), DAY, 'samesite=Lax');
}
