/**
 * The library: a `.tpl` file read, checked, compiled, run in a world you describe, its scenarios run, and a project built into one.
 * `sgtm-toolkit/sandbox` is the part that also runs in a browser.
 */
export * from './sandbox/index.ts';
