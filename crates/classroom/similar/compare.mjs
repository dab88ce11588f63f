// Compares the files of a folder with each other, with Dolos (https://dolos.ugent.be): one line of JSON.
// What given.rs has in it is taken out. Called as: node compare.mjs DOLOS FOLDER
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [dolos, folder] = process.argv.slice(2);
const library = resolve(dolos, "node_modules/@dodona/dolos-lib/dist/index.js");
const { Dolos, File } = await import(pathToFileURL(library));
const read = name => new File(name, readFileSync(join(folder, name), "utf8"));
const names = readdirSync(folder).filter(name => name.endsWith(".rs") && name !== "given.rs").sort();
const report = await new Dolos({ language: "rust" }).analyze(names.map(read), "class", read("given.rs"));
const pairs = report.allPairs().map(pair => ({
    one: pair.leftFile.path,
    other: pair.rightFile.path,
    similarity: pair.similarity,
    longest: pair.longest,
}));
console.log(JSON.stringify({ pairs, warnings: report.warnings }));
