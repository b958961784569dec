import { autocomplete, confirm, isCancel, password, select, text } from "@clack/prompts";
import { interrupted } from "./errors.ts";

// Questions are no data: they go where errors go.
const output = process.stderr;

/** Asks for a value that is not to be seen. @throws CliError (interrupted) on Ctrl-C */
export async function askSecret(message: string, signal: AbortSignal): Promise<string> {
  return answered(await password({ message, output, signal, validate: required }));
}

/** Asks for a line of text. @throws CliError (interrupted) on Ctrl-C */
export async function askText(message: string, signal: AbortSignal): Promise<string> {
  return answered(await text({ message, output, signal, validate: required }));
}

/** Asks for yes or no; no unless the person moves. @throws CliError (interrupted) on Ctrl-C */
export async function askWhether(message: string, signal: AbortSignal): Promise<boolean> {
  return answered(await confirm({ message, output, signal, initialValue: false }));
}

/** Asks for one of several words. @throws CliError (interrupted) on Ctrl-C */
export async function askChoice<T extends string>(
  message: string,
  words: readonly T[],
  signal: AbortSignal,
): Promise<T> {
  const options = words.map((word) => ({ value: word as string, label: word as string }));
  return answered(await select<string>({ message, output, signal, options })) as T;
}

/** Asks for one of many, found by typing a part of its label. @throws CliError (interrupted) on Ctrl-C */
export async function askAmong<T>(
  message: string,
  options: readonly { readonly value: T; readonly label: string }[],
  signal: AbortSignal,
): Promise<T> {
  // The option type of the library depends on whether a value is a primitive, which is not known here.
  const places = options.map(({ label }, index) => ({ value: index, label }));
  const place = answered(
    await autocomplete<number>({ message, output, signal, options: places, maxItems: 12 }),
  );
  return options[place]!.value;
}

const required = (value: string | undefined): string | undefined =>
  value?.trim() ? undefined : "This can't be empty.";

function answered<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer)) throw interrupted();
  return answer as Exclude<T, symbol>;
}
