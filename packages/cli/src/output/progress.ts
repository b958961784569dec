import { plain } from "./plain.ts";
import type { Terminal } from "../terminal.ts";

const quietMs = 1_000;
const eraseLine = "\r\u001b[2K";

/**
 * Tells what is going on if it takes over a second: a line that counts the seconds on a terminal, one line elsewhere.
 * Spinner libraries end the process on Ctrl-C; here a call that is under way must be recorded first.
 */
export async function withProgress<T>(terminal: Terminal, what: string, work: Promise<T>): Promise<T> {
  if (terminal.json) return work;
  const doing = plain(what);
  const started = performance.now();
  const live = process.stderr.isTTY;
  let told = false;
  const tell = (): void => {
    const seconds = Math.round((performance.now() - started) / 1_000);
    if (live) process.stderr.write(`${eraseLine}${doing} ... ${seconds} s`);
    else if (!told) terminal.note(`${doing} ...`);
    told = true;
  };
  const timer = setInterval(tell, quietMs);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    if (live && told) process.stderr.write(eraseLine);
  }
}
