import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { VaultKeyError } from "../errors/vault-key-error.ts";

const ownerOnly = 0o600;
const othersMask = 0o077;

/** What people are told of a key's file. */
export interface KeyFileWords {
  readonly name: string;
  /** How the key comes in from elsewhere. */
  readonly elsewhere: string;
}

const vaultKeyFile: KeyFileWords = {
  name: "the key file",
  elsewhere: "name its place in ARX_VAULT_KEY_FILE",
};

/** The folder of the keys that no variable gives or names: never in a home, beside what they protect. */
export function keyFolder({ XDG_CONFIG_HOME: xdg }: NodeJS.ProcessEnv): string {
  // The base directory specification says to ignore a relative path.
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(homedir(), ".config"), "arx", "keys");
}

/** One file that holds key material: outside the data's folder, and readable by its owner alone. */
export class KeyFile {
  readonly path: string;
  readonly #home: string;
  readonly #words: KeyFileWords;

  /** Names the file `path`, which must not lie inside `home`. Touches nothing. */
  constructor(path: string, home: string, words: KeyFileWords = vaultKeyFile) {
    this.path = path;
    this.#home = home;
    this.#words = words;
  }

  exists(): boolean {
    return existsSync(this.path);
  }

  /**
   * Reads the text of the file.
   * @throws VaultKeyError if it is missing, open to others, somebody else's, or kept beside the data
   */
  read(): string {
    const descriptor = this.#attempt("read", () => openSync(this.path, constants.O_RDONLY));
    try {
      // Asked of the open file, so that what is checked is what is read.
      const { mode, uid } = fstatSync(descriptor);
      this.#refuseInsideHome(this.#attempt("read", () => realpathSync(this.path)));
      if (process.platform !== "win32") this.#refuseShared(mode, uid);
      return this.#attempt("read", () => readFileSync(descriptor, "utf8"));
    } finally {
      closeSync(descriptor);
    }
  }

  /**
   * Makes the file, with the folders above it, mode 0600 and 0700; both are durable on return.
   * @throws VaultKeyError if there is a file already, or it can't be made
   */
  create(text: string): void {
    const folder = dirname(this.path);
    this.#attempt("made", () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
    this.#refuseInsideHome(join(realpathSync(folder), basename(this.path)));
    this.#attempt("made", () => writeNew(this.path, text));
    syncFolder(folder);
  }

  /** Puts another text in place of the file's, all or nothing; durable on return. One caller at a time. */
  replace(text: string): void {
    // A mounted key is often a link: the file that it points to is replaced, never the link.
    const target = this.#attempt("replaced", () => realpathSync(this.path));
    const draft = `${target}.draft`;
    this.#attempt("replaced", () => {
      // Left by a process that was killed here; a caller that holds the vault's lock has no rival.
      rmSync(draft, { force: true });
      writeNew(draft, text);
      try {
        renameSync(draft, target);
        /* v8 ignore start -- a folder that took the draft takes its new name, unless its disk fails just now */
      } catch (error) {
        rmSync(draft, { force: true });
        throw error;
        /* v8 ignore stop */
      }
    });
    syncFolder(dirname(target));
  }

  #refuseInsideHome(path: string): void {
    if (!existsSync(this.#home)) return;
    const way = relative(realpathSync(this.#home), path);
    if (way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way)) return;
    throw new VaultKeyError(
      `${this.#words.name} ${this.path} lies inside ${this.#home}, beside the data that it protects: move it elsewhere, and ${this.#words.elsewhere}`,
    );
  }

  #refuseShared(mode: number, uid: number): void {
    if ((mode & othersMask) !== 0) {
      const shown = (mode & 0o777).toString(8).padStart(4, "0");
      throw new VaultKeyError(
        `${this.#words.name} ${this.path} is open to others (mode ${shown}): \`chmod 600\` it, and rotate the key if anybody may have read it`,
      );
    }
    if (uid !== process.geteuid?.() && uid !== 0) {
      throw new VaultKeyError(
        `${this.#words.name} ${this.path} belongs to another user (id ${uid}): \`chown\` it to this one`,
      );
    }
  }

  #attempt<T>(verb: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const hint = code === "ENOENT" ? `: put the key there, or ${this.#words.elsewhere}` : "";
      throw new VaultKeyError(`${this.#words.name} ${this.path} can't be ${verb} (${code})${hint}`, {
        cause: error,
      });
    }
  }
}

/** Writes a file that did not exist before, or leaves none. */
function writeNew(path: string, text: string): void {
  const descriptor = openSync(path, "wx", ownerOnly);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
    /* v8 ignore start -- a disk is full in processes of their own, where nothing is counted */
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
    /* v8 ignore stop */
  } finally {
    closeSync(descriptor);
  }
}

/** Makes the names in a folder durable: without it a crash may lose a file whose content is safe. */
function syncFolder(folder: string): void {
  /* v8 ignore next -- Windows opens no folder, and keeps names durable itself */
  if (process.platform === "win32") return;
  const descriptor = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
