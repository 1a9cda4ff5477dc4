/** Stands in for Google's `gtag.js`. */
import { listen } from './data-layer.ts';
import { createGoogleTag } from './google-tag.ts';

listen(createGoogleTag().take);
