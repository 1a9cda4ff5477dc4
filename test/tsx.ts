/** How a test starts one of our TypeScript files as a process: by tsx, the toolkit's sources under its package name. */
export const TSX = ['-C', 'sgtm-source', '--import', 'tsx'];
