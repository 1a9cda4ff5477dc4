/** The one script of the page: in a document it is the page, in a worker of it the works for templates of others. */

import type { Work } from 'sgtm-toolkit/isolated/calls';
import { type PageWorker, serveWork } from 'sgtm-toolkit/isolated/worker';
import { works } from './works.ts';

if (typeof document === 'undefined')
  serveWork(
    globalThis as unknown as PageWorker,
    works as unknown as Record<string, Work<unknown, unknown, unknown>>,
  );
else void import('./main.ts');
