import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { randomBytes, randomUUID } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import { RuntimeNotReadyError } from "../errors/runtime-not-ready-error.ts";
import { VaultKeyError } from "../errors/vault-key-error.ts";
import { distrust } from "../policy/distrust.ts";
import { EmbeddedVault } from "../vault/embedded.ts";
import { KeyFile, keyFolder } from "../vault/key-file.ts";
import { keySourceFrom } from "../vault/key-source.ts";

/** The files of an Arx home. Keys are elsewhere. */
export interface Home {
  readonly folder: string;
  /** What the home is used with; there need be none. */
  readonly config: string;
  readonly policies: string;
  readonly store: string;
  readonly vault: string;
}

/** The home's files by name; nothing is read or made. */
export function homeAt(folder: string): Home {
  const at = (name: string): string => join(folder, name);
  return {
    folder,
    config: at("arx.yaml"),
    policies: at("policies"),
    store: at("arx.db"),
    vault: at("vault.db"),
  };
}

/**
 * Finds the Arx home: `$ARX_HOME`, else the nearest `.arx` folder upward from `cwd`, else the one in the user's home.
 * @throws RuntimeNotReadyError if there is none, or others could have written its policies or its configuration
 */
export function findHome(env: NodeJS.ProcessEnv = process.env, cwd: string = process.cwd()): Home {
  const named = env["ARX_HOME"];
  if (named !== undefined) {
    if (!existsSync(named))
      throw new RuntimeNotReadyError(
        `ARX_HOME names ${named}, and there is no such folder: make a home there with \`arx init\`, or name another`,
      );
    return ownHome(resolve(named));
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".arx"))) return ownHome(join(folder, ".arx"));
    if (dirname(folder) === folder) break;
  }
  const last = join(homedir(), ".arx");
  if (existsSync(last)) return ownHome(last);
  throw new RuntimeNotReadyError(
    `there is no Arx home: none in ARX_HOME, no .arx folder upward from ${cwd}, no ${last}; make one with \`arx init\``,
  );
}

/**
 * The home in a folder, where only this user and root could have written what it says: somebody else's home is somebody
 * else's policy, and its configuration somebody else's vault.
 * @throws RuntimeNotReadyError if others could have written its policies or its configuration
 */
export function ownHome(folder: string): Home {
  const home = homeAt(folder);
  for (const path of [folder, home.policies, home.config]) {
    const stats = statSync(path, { throwIfNoEntry: false });
    // People who share a home have a group that may write to its store; policies and settings are for one to change.
    const found = stats && distrust(path, stats, { group: path === folder });
    if (found === undefined) continue;
    throw new RuntimeNotReadyError(
      `${path} ${found.why}, so what it says is not to be trusted: ${found.remedy}; or name another home in ARX_HOME`,
    );
  }
  return home;
}

/**
 * Makes what a home lacks: its folders, its id, the audit key and the vault with its key. What is there stays, but for the
 * empty files that a process leaves that was killed here.
 */
export function initHome(folder: string, env: NodeJS.ProcessEnv = process.env): Home {
  const home = homeAt(folder);
  mkdirSync(home.policies, { recursive: true, mode: 0o700 });
  const idFile = join(folder, "id");
  if (idIn(idFile) === undefined) {
    const flag = existsSync(idFile) ? "w" : "wx";
    writeFileSync(idFile, `${randomUUID()}\n`, { flag, mode: 0o600 });
  }
  const keyFile = auditKeyFile(home, env);
  if (env["ARX_AUDIT_KEY"] === undefined && !keyFile.exists())
    keyFile.create(`${randomBytes(32).toString("base64")}\n`);
  if (!EmbeddedVault.isAt(home.vault)) {
    void EmbeddedVault.create({ file: home.vault, keys: keySourceFrom(env, folder) }).close();
  }
  return home;
}

/**
 * The key that redacts records and seals waiting actions: `ARX_AUDIT_KEY` (32 bytes in base64), else a file in the
 * user's configuration folder.
 * @throws RuntimeNotReadyError if the folder is no home
 * @throws VaultKeyError if it is malformed, or its file is missing, open to others, or beside the data
 */
export function auditKey(home: Home, env: NodeJS.ProcessEnv): Uint8Array {
  const given = env["ARX_AUDIT_KEY"];
  if (given !== undefined) return parseAuditKey(given, "ARX_AUDIT_KEY");
  const file = auditKeyFile(home, env);
  return parseAuditKey(file.read(), file.path);
}

function parseAuditKey(text: string, source: string): Uint8Array {
  const key = Buffer.from(text.trim(), "base64");
  if (key.byteLength === 32) return key;
  throw new VaultKeyError(`the audit key in ${source} must be 32 bytes in base64`);
}

function auditKeyFile(home: Home, env: NodeJS.ProcessEnv): KeyFile {
  const id = idIn(join(home.folder, "id"));
  if (id === undefined) throw new RuntimeNotReadyError(`${home.folder} is no Arx home: it has no id`);
  const path = join(keyFolder(env), `${id}.audit.key`);
  return new KeyFile(path, home.folder, {
    name: "the audit key's file",
    elsewhere: "give the key in ARX_AUDIT_KEY",
  });
}

function idIn(file: string): string | undefined {
  return (existsSync(file) && readFileSync(file, "utf8").trim()) || undefined;
}
