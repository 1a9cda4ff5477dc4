/** Before each file of tests at full counts (LONG=1): properties that name no count of their own run ten times as often. */
import * as fc from 'fast-check';

fc.configureGlobal({ numRuns: 1000 });
