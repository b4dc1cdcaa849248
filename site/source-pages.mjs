import { readdirSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { DocumentReflection } from "typedoc";

const SKIPPED = new Set(["target", "node_modules"]);
const LANGUAGES = { ".groovy": "groovy", ".js": "javascript", ".java": "java", ".json": "json", ".xml": "xml", ".c": "c", ".sh": "bash" };
const COMMENT = /^(?:\/\/|#) ?/;

/** What the comment at the beginning of a script tells, up to its first full stop. */
function summary(text) {
  const lines = text.split("\n");
  const end = lines.findIndex(line => !COMMENT.test(line));
  const comment = lines.slice(0, end).filter(line => !line.startsWith("#!")).map(line => line.replace(COMMENT, "")).join(" ");
  return comment.match(/^.*?[.](?= |$)/)?.[0] ?? comment;
}

function page(project, parent, path, group, content) {
  const reflection = new DocumentReflection(basename(path), parent, content, { group });
  parent.addChild(reflection);
  project.registerReflection(reflection, undefined, path);
  return reflection;
}

/** A page with the text of a file. */
function filePage(project, parent, path, group, text) {
  const fence = "`".repeat(4);
  const code = `# ${basename(path)}\n\n${fence}${LANGUAGES[extname(path)] ?? "txt"}\n${text}\n${fence}\n`;
  page(project, parent, path, group, [{ kind: "text", text: code }]);
}

/** A page that lists a directory of the source tree, with a page below it for each file in it, so that links to both lead to the text. */
export function folderPage(project, parent, path, group) {
  const listing = page(project, parent, path, group, [{ kind: "text", text: `# ${basename(path)}\n\n` }]);
  const entries = readdirSync(path, { withFileTypes: true }).filter(entry => !SKIPPED.has(entry.name));
  for (const entry of entries.sort((a, b) => b.isDirectory() - a.isDirectory() || a.name.localeCompare(b.name))) {
    const below = join(path, entry.name);
    const text = entry.isDirectory() ? "" : readFileSync(below, "utf8");
    const { target } = project.files.registerAbsolute(below);
    listing.content.push({ kind: "text", text: `- [${entry.name}](` }, { kind: "relative-link", text: entry.name, target },
      { kind: "text", text: `) ${summary(text)}\n` });
    if (entry.isDirectory()) {
      folderPage(project, listing, below, group);
    } else {
      filePage(project, listing, below, group, text);
    }
  }
}
