import { readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { entriesHaveAnchors } from "./entries.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const LANGUAGES = ["bash", "c", "console", "diff", "groovy", "ini", "java", "javascript", "json", "toml", "typescript", "xml", "yaml"];

/** The pages in the order in which the first page of the guide links to them, then the others by name. */
function pages() {
  const guide = `${ROOT}/docs/guide`;
  const first = `${guide}/README.md`;
  const linked = [...readFileSync(first, "utf8").matchAll(/\]\(([^)#]+\.md)/g)].map(link => resolve(guide, link[1]));
  const all = readdirSync(`${ROOT}/docs`, { recursive: true }).sort().map(name => `${ROOT}/docs/${name}`)
    .filter(path => path.endsWith(".md"));
  return [...new Set([first, ...linked, ...all])];
}

/** What the pages say their blocks of code are, beside the languages. */
function otherBlocks(paths) {
  const named = paths.flatMap(path => [...readFileSync(path, "utf8").matchAll(/^ *```(\S+)$/gm)].map(block => block[1]));
  return [...new Set(named)].filter(name => !LANGUAGES.includes(name));
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

const README = `${ROOT}/README.md`;
const PAGES = pages();

export default {
  name: "kvmsh",
  out: `${ROOT}/target/site`,
  readme: README,
  entryPoints: [],
  projectDocuments: PAGES,
  plugin: ["./pages.mjs"],
  router: "files",
  customCss: "./site.css",
  markdownItLoader: markdown => markdown.use(codeInHeadings).use(entriesHaveAnchors),
  headings: { readme: false, document: false },
  navigation: { includeGroups: true },
  groupOrder: ["Guide", "Reference", "Scripts and samples", "For developers of kvmsh"],
  sort: ["documents-first"],
  searchInDocuments: true,
  includeHierarchySummary: false,
  hideGenerator: true,
  disableGit: true,
  sourceLinkTemplate: "{path}",
  highlightLanguages: LANGUAGES,
  ignoredHighlightLanguages: otherBlocks([README, ...PAGES]),
  treatWarningsAsErrors: true,
};
