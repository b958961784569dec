import type { Terminal } from "../terminal.ts";

const quietMs = 1_000;

/** Tells what is going on if it takes over a second: a spinner on a terminal, one line elsewhere. */
export async function withProgress<T>(terminal: Terminal, doing: string, work: Promise<T>): Promise<T> {
  if (terminal.json) return work;
  let stop = (): void => undefined;
  let done = false;
  const show = async (): Promise<void> => {
    if (!process.stderr.isTTY) return terminal.note(`${doing} ...`);
    const { spinner } = await import("@clack/prompts");
    if (done) return;
    const shown = spinner({ output: process.stderr });
    shown.start(doing);
    stop = () => shown.clear();
  };
  const timer = setTimeout(() => void show(), quietMs);
  try {
    return await work;
  } finally {
    done = true;
    clearTimeout(timer);
    stop();
  }
}
