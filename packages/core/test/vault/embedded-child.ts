// oxlint-disable no-await-in-loop -- one after the other is the point
// Another process with the same vault: `node embedded-child.ts <mode> <file> <argument>`.
import { writeSync } from "node:fs";
import { dirname } from "node:path";
import { EmbeddedVault } from "../../src/vault/embedded.ts";
import { type KeySource, keySourceFrom } from "../../src/vault/key-source.ts";
import { Secret } from "../../src/vault/secret.ts";

const [mode = "", file = "", argument = ""] = process.argv.slice(2);
const keys = keySourceFrom(process.env, dirname(file));

// Not process.stdout: what was said must be in the pipe when the process is killed.
const say = (line: string): number => writeSync(1, `${line}\n`);
const die = (): never => {
  process.kill(process.pid, "SIGKILL");
  throw new Error("unreachable");
};

/** Keys whose holder is killed before or after one step. */
function deadly(step: string): KeySource {
  const at = <A extends readonly unknown[], R>(
    name: string,
    work: (...given: A) => R,
  ): ((...given: A) => R) => {
    return (...given) => {
      if (step === `before ${name}`) die();
      const result = work(...given);
      return step === `after ${name}` ? die() : result;
    };
  };
  return {
    describe: (id) => keys.describe(id),
    load: (id) => keys.load(id),
    ensure: (id) => keys.ensure(id),
    next: at("next", (id, keyId) => keys.next(id, keyId)),
    keepOnly: at("keepOnly", (id, keyId) => keys.keepOnly(id, keyId)),
  };
}

const modes: Readonly<Record<string, () => Promise<void>>> = {
  async set() {
    const vault = EmbeddedVault.open({ file, keys });
    for (let i = 0; i < 20; i += 1)
      await vault.set("shared", `${argument}_${i}`, new Secret(`${argument} ${i}`));
  },
  async rotate() {
    const vault = EmbeddedVault.open({ file, keys });
    for (let i = 0; i < 10; i += 1) await vault.rotateKey();
  },
  async churn() {
    const vault = EmbeddedVault.open({ file, keys });
    for (let i = 1; ; i += 1) {
      say(`set ${i}`);
      await vault.set("okta", "counter", new Secret(String(i)));
      say(`rotate ${i}`);
      await vault.rotateKey();
    }
  },
  async die() {
    await EmbeddedVault.open({ file, keys: deadly(argument) }).rotateKey();
  },
  async fill() {
    const vault = EmbeddedVault.open({ file, keys });
    const value = new Secret("x".repeat(8_192));
    for (let i = 0; i < 100; i += 1) {
      try {
        await vault.set("okta", `filler_${i}`, value);
      } catch (error) {
        const { code, message } = error as { readonly code?: string; readonly message: string };
        const { fields } = await vault.read("okta");
        say(JSON.stringify({ code, message, kept: Object.keys(fields).length, written: i }));
        return;
      }
    }
  },
  async create() {
    say(
      await Promise.try(() => EmbeddedVault.create({ file, keys }).close()).then(
        () => "made",
        (error) => error.code,
      ),
    );
  },
};

await modes[mode]?.();
