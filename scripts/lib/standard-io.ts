/** Standard output and standard error as a command writes to them. */

export interface Io {
  out: (text: string) => void;
  err: (text: string) => void;
}

/**
 * A reader that goes away, as `| head` does, is no defect: what is written after that is dropped.
 * @param abandoned called when nobody reads standard output any more
 */
export function standardIo(abandoned: () => void = () => undefined): Io {
  const write = (stream: NodeJS.WriteStream, closed: () => void): ((text: string) => void) => {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      closed();
    });
    return (text) => void stream.write(text);
  };
  return { out: write(process.stdout, abandoned), err: write(process.stderr, () => undefined) };
}
