/** Before everything else on the page: Google's command, and consent that is refused until the visitor has answered. */
import { answered } from './consent-state.ts';

declare global {
  interface Window {
    dataLayer: unknown[];
    gtag: (...call: unknown[]) => void;
  }
}

window.dataLayer = [];
window.gtag = function gtag() {
  // biome-ignore lint/complexity/noArguments: Google's tag takes nothing else for a command
  window.dataLayer.push(arguments);
} satisfies Window['gtag'];

window.gtag('consent', 'default', { ...answered('denied'), wait_for_update: 500 });
