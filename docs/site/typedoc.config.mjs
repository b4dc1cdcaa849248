import { readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** The pages in the order in which the first page of the guide links to them, then the others by name. */
function pages() {
  const guide = `${ROOT}/docs/guide`;
  const first = `${guide}/README.md`;
  const linked = [...readFileSync(first, "utf8").matchAll(/\]\(([^)#]+\.md)/g)].map(link => resolve(guide, link[1]));
  const all = ["docs/guide", "docs"].flatMap(folder => readdirSync(`${ROOT}/${folder}`).sort()
    .filter(name => name.endsWith(".md")).map(name => `${ROOT}/${folder}/${name}`));
  return [...new Set([first, ...linked, ...all])];
}

/** A heading's anchor is made of its text, as GitHub makes it; TypeDoc leaves out the code in it. */
function codeInHeadings(markdown) {
  markdown.core.ruler.push("code-in-headings", state => {
    state.tokens.filter((token, i) => state.tokens[i - 1]?.type === "heading_open").forEach(heading => {
      heading.children = heading.children.flatMap(token => {
        if (token.type !== "code_inline") {
          return token;
        }
        const text = Object.assign(new state.Token("text", "", 0), { content: token.content });
        return [new state.Token("heading_code_open", "code", 1), text, new state.Token("heading_code_close", "code", -1)];
      });
    });
  });
}

export default {
  name: "kvmsh",
  out: `${ROOT}/target/site`,
  readme: `${ROOT}/README.md`,
  entryPoints: [],
  projectDocuments: pages(),
  plugin: ["./pages.mjs"],
  router: "files",
  customCss: "./site.css",
  markdownItLoader: codeInHeadings,
  headings: { readme: false, document: false },
  navigation: { includeGroups: true },
  groupOrder: ["Guide", "Reference", "Scripts and samples"],
  sort: ["documents-first"],
  searchInDocuments: true,
  includeHierarchySummary: false,
  hideGenerator: true,
  disableGit: true,
  sourceLinkTemplate: "{path}",
  highlightLanguages: ["bash", "c", "console", "groovy", "ini", "java", "javascript", "json", "typescript", "xml"],
  ignoredHighlightLanguages: ["session"],
  treatWarningsAsErrors: true,
};
