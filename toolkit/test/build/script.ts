/** A script as the bundler prints it: a statement a line. */
export const script = (...lines: string[]): string => `${lines.join('\n')}\n`;
