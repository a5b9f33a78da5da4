// Bundles the scripts of the viewer into webui/static/vendor, with their licences and a manifest of hashes.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const OUT = "../static/vendor/";
const ENTRIES = { explorer: "src/explorer.js", query: "src/query.js" };
const sha256 = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

const result = await build({
  entryPoints: ENTRIES, outdir: OUT, bundle: true, minify: true, format: "iife", target: "es2022", metafile: true,
  legalComments: "none", charset: "utf8", define: { "process.env.NODE_ENV": '"production"' },
});

const files = {};
for (const name of Object.keys(ENTRIES)) {
  const output = Object.entries(result.metafile.outputs).find(([path]) => path.endsWith(`/${name}.js`))[1];
  const packages = Object.keys(output.inputs).map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]);
  files[`${name}.js`] = {
    sha256: sha256(`${OUT}${name}.js`), gzip: gzipSync(readFileSync(`${OUT}${name}.js`), { level: 9 }).length,
    packages: [...new Set(packages.filter(Boolean))].sort(),
  };
}

const packages = {};
let licences = "Licences of the packages that the scripts of this folder are bundled from.\n";
for (const name of [...new Set(Object.values(files).flatMap((file) => file.packages))].sort()) {
  const told = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  const licence = readdirSync(`node_modules/${name}`).find((file) => /^licen[cs]e/i.test(file));
  packages[name] = { version: told.version, licence: told.license };
  licences += `\n${"=".repeat(79)}\n${name} ${told.version} (${told.license})\n${"=".repeat(79)}\n\n`;
  licences += licence ? readFileSync(`node_modules/${name}/${licence}`, "utf8").trim() + "\n" : `Licence: ${told.license}\n`;
}
writeFileSync(`${OUT}LICENCES.txt`, licences);

const sources = ["build.mjs", "package.json", "package-lock.json", ...readdirSync("src").map((file) => `src/${file}`)];
const manifest = {
  files, packages, licences: sha256(`${OUT}LICENCES.txt`),
  sources: Object.fromEntries(sources.sort().map((path) => [path, sha256(path)])),
};
writeFileSync(`${OUT}manifest.json`, `${JSON.stringify(manifest, null, 1)}\n`);
for (const [name, file] of Object.entries(files)) console.log(name, file.gzip, "bytes gzipped");
