/** A served container in a process of its own: says its address, answers until its parent goes. */

import { parseTemplate } from 'sgtm-toolkit/sandbox';
import { answerFromServer } from 'sgtm-toolkit/server/outgoing';
import { serveContainer } from 'sgtm-toolkit/server/serve';
import { containerOfTemplate } from 'sgtm-toolkit/server/template-container';

export interface Job {
  templateText: string;
  /** The tag's settings; without them there is no tag. */
  data: Record<string, unknown> | undefined;
  /** Where X is played. */
  x: string;
}

process.once('message', async ({ templateText, data, x }: Job) => {
  const container = containerOfTemplate(parseTemplate(templateText), 'tag', data ?? {});
  const { url } = await serveContainer({
    container: data ? container : { ...container, tags: [] },
    send: answerFromServer(x),
    port: 0,
  });
  process.send?.(url);
});
process.once('disconnect', () => process.exit());
