/** Permissions used ↔ declared in a web template, by name; what their parameters allow is not known here. */
import type { Program } from 'acorn';
import type { Problem } from '../language/codes.ts';
import { WEB_APIS } from '../language/web-apis.ts';
import { templateProblem } from '../tpl/codes.ts';
import type { Json } from '../tpl/json.ts';
import type { Template } from '../tpl/template.ts';
import { usesOf } from './uses.ts';

/** Permission problems of a web template, at lines and columns of the file. */
export function lintWebPermissions(template: Template, ast: Program | undefined): Problem[] {
  const { permissions, codeLine } = template;
  if (!ast) return [];
  const declared = declaredIds(permissions?.value);
  const used = new Set<string>();
  const problems: Problem[] = [];
  for (const { api, at, calls } of usesOf(ast)) {
    if (api === 'queryPermission')
      for (const { texts } of calls) if (texts[0] !== undefined) used.add(texts[0]);
    const id = Object.hasOwn(WEB_APIS, api) ? WEB_APIS[api] : undefined;
    if (!id) continue;
    used.add(id);
    if (!declared.has(id))
      problems.push(
        templateProblem('PERMISSION_MISSING', `${api} needs the permission ${id}, which is not declared.`, {
          line: at.line + codeLine - 1,
          column: at.column,
        }),
      );
  }
  for (const [id, pointer] of declared)
    if (!used.has(id) && WEB_PERMISSIONS.has(id))
      problems.push(
        templateProblem(
          'PERMISSION_UNUSED',
          `Permission ${id} is declared, but no API that needs it is required.`,
          permissions!.placeOf(pointer),
        ),
      );
  return problems;
}

/** Permissions that an API is known to need; of others nothing is said. */
const WEB_PERMISSIONS: ReadonlySet<string> = new Set(Object.values(WEB_APIS));

/** The declared permissions with their places. */
function declaredIds(section: Json | undefined): Map<string, string> {
  const found = new Map<string, string>();
  if (!Array.isArray(section)) return found;
  for (const [index, entry] of section.entries()) {
    const { instance } = (entry ?? {}) as { instance?: { key?: { publicId?: Json } } };
    const id = instance?.key?.publicId;
    if (typeof id === 'string') found.set(id, `/${index}`);
  }
  return found;
}
