/** The one script of the page: in a document it is the page, in a worker of it the works for templates of others. */

import type { Work } from '../toolkit/isolated/calls.ts';
import { type PageWorker, serveWork } from '../toolkit/isolated/worker.ts';
import { works } from './works.ts';

if (typeof document === 'undefined')
  serveWork(
    globalThis as unknown as PageWorker,
    works as unknown as Record<string, Work<unknown, unknown, unknown>>,
  );
else void import('./main.ts');
