// Bundles the front end: every web/src/NAME.ts and web/src/NAME.css (top level only) becomes
// static/built/NAME.js and NAME.css. Fonts and images named in a style sheet are copied beside it.
// `--watch` keeps building on every change.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, "web", "src");
const outdir = join(root, "mingjing", "webkit", "static", "built");
const watch = process.argv.includes("--watch");

const entryPoints = readdirSync(source)
  .filter((name) => /\.(ts|css)$/.test(name) && !name.endsWith(".d.ts"))
  .map((name) => join(source, name));

rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });

const options = {
  entryPoints,
  outdir,
  bundle: true,
  format: "esm",
  target: ["es2022"],
  minify: !watch,
  sourcemap: watch ? "linked" : false,
  legalComments: "linked", // licences of bundled packages stay beside the bundle
  loader: { ".svg": "file", ".woff2": "file", ".png": "file" },
  logLevel: "warning",
};

if (watch) await (await esbuild.context(options)).watch();
else await esbuild.build(options);
