/**
 * The sandbox of server-side Google Tag Manager templates as a library: read a `.tpl` file, check it, compile it, run it in a
 * world you describe, run its own scenarios. Works in Node and in a browser. See README.md for where the emulation stops.
 */
export { type ColumnType, createBigQuery } from './apis/bigquery.ts';
export { check } from './check.ts';
export { CompileError, compile } from './compiler/compile.ts';
export type { Instruction, Position, Program } from './compiler/instruction.ts';
export type { Problem } from './language/codes.ts';
export { type Run, type RunRecord, runTemplate, startRun } from './run.ts';
export { createSandbox, type Sandbox } from './sandbox.ts';
export { slowPatterns } from './slow-patterns.ts';
export { runScenarios, type ScenarioReport, type ScenarioResult } from './testing/scenarios.ts';
export { TemplateError } from './tpl/errors.ts';
export { formatTemplate } from './tpl/sections.ts';
export { parseTemplate, type Template } from './tpl/template.ts';
export type {
  EventCallback,
  HttpRequest,
  HttpResponse,
  MessageListener,
  ResponseRecord,
  TagEnd,
  World,
} from './world.ts';
