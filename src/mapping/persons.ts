/** Stand-in for the module of persons: the two functions that the values need. */
import { LONGEST } from './limits.ts';

export function holdsPerson(text: string): boolean {
  return !!text.match('@|%40|%2540|[?&;](phone|mobile|tel)=');
}

/** The page as it may be sent: whole, else without query and fragment, else `''`. */
export function pageUrlOf(url: string): string {
  // An @ that begins a part of the path is the name of an account.
  const address = '[^/]@|%40|%2540|[?&;](phone|mobile|tel)=';
  const short = url.match(address) || url.length > LONGEST.pageUrl ? url.split('?')[0]!.split('#')[0]! : url;
  return short.match('^https?://') && !short.match(address) && short.length <= LONGEST.pageUrl ? short : '';
}
