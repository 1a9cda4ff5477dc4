/**
 * The longest texts of a visitor that are looked at, in characters. What is longer is left out whole and
 * told: nobody's name, address or id is, and the cost of a run stays in proportion. X documents no lengths
 * of its own.
 */
export const LONGEST = {
  /** Of e-mail addresses, phone numbers, user agents, lists of IP addresses as proxies write them. */
  person: 2048,
  clickId: 256,
  conversionId: 256,
  /** Of products and of groups of them. */
  contentId: 256,
  /** Beyond this the page is sent without its query. */
  pageUrl: 2048,
  /** Names, descriptions, what was searched for. */
  text: 1024,
};
