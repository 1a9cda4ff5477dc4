/** What the shell of all commands writes, and where it refuses to. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UsageError, writeBelow } from '../../cli/shell.ts';

it('says in a sentence that a file stands where a folder is needed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sgtm-shell-'));
  try {
    writeFileSync(join(folder, 'a'), '');
    expect(() => writeBelow(folder, 'a/b.txt', 'text')).toThrow(UsageError);
    expect(() => writeBelow(folder, 'a/b.txt', 'text')).toThrow(/cannot be written/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
