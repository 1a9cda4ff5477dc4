/** What the build puts into the page: the template as it ships, and settings to start with. */

declare const SHIPPED: {
  template: string;
  settings: Record<string, unknown>;
};

export const shipped = SHIPPED;
