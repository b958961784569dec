// Stops a script with one clear line where the wrong Node.js runs it or an install did not end well: pnpm goes on
// after a failed automatic install, and an optional `node` that failed falls back to the machine's own in silence.
// Plain JavaScript of long ago, because the wrong Node.js must be able to read it.
import { readFileSync } from "node:fs";

// The first with `crypto.randomUUIDv7`.
const wanted = [24, 16];
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

function stop(what) {
  console.error(`arx: ${what}`);
  process.exit(1);
}

function read(path) {
  try {
    return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
  } catch {
    return undefined;
  }
}

if (read("node_modules/.pnpm/lock.yaml") !== read("pnpm-lock.yaml")) {
  stop("the install did not finish: run `npx -y pnpm@12.21.0 install` and mend what it reports.");
}
if (major < wanted[0] || (major === wanted[0] && minor < wanted[1])) {
  stop(
    `this is Node.js ${process.versions.node}, and ${wanted.join(".")} is needed; the repository brings its own, which did not install: ` +
      "run `npx -y pnpm@12.21.0 install` and mend what it reports.",
  );
}
