import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Converter, DocumentReflection, IndexEvent, KindRouter, Slugger } from "typedoc";
import { entryAnchor, entryName } from "./entries.mjs";
import { folderPage } from "./source-pages.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** What pages link to beside other pages. */
const FOLDERS = ["scripts", "samples"];
/** The group of pages in the navigation, by their directory; the others are the reference. */
const GROUPS = { guide: "Guide", developers: "For developers of kvmsh" };
const NAME_WEIGHT = 3;
const SCRIPT_WEIGHT = 0.3;

/** A part of a page below a heading, or what it tells of a name, for the search. What the guide tells comes before what a script does. */
class Section extends DocumentReflection {
  constructor(page, part) {
    super(part.title, part.title === page.name ? page.parent : page, [{ kind: "text", text: part.lines.join("\n") }], {});
    this.url = part.url;
    this.searchedName = part.name ?? part.title;
    this.relevanceBoost = part.name ? NAME_WEIGHT : page.isProject() || file(page).endsWith(".md") ? 1 : SCRIPT_WEIGHT;
  }
}

/** Pages lie as their sources do: docs/guide/tests.md becomes docs/guide/tests.html. */
class FileRouter extends KindRouter {
  buildPages(project) {
    const pages = super.buildPages(project).filter(page => page.url !== "modules.html");
    this.fullUrls.set(project, "index.html");
    return pages;
  }

  getIdealBaseName(page) {
    return file(page).replace(/\.md$/, "").replace(/\/README$/, "/index");
  }

  getFullUrl(target) {
    return target instanceof Section ? target.url : super.getFullUrl(target);
  }
}

/** The path of a page's source, from the top of the source tree. */
function file(page) {
  return relative(ROOT, page.project.files.getReflectionPath(page));
}

/** A page's first heading, without which it is called as its file. */
function title(page) {
  const heading = page.content.map(part => part.text).join("").match(/^# (.*)$/m);
  return heading ? heading[1].replaceAll("`", "") : page.name;
}

/** The page's headings and names with the text below each. */
function sections(page, content, url, slugs) {
  const slugger = new Slugger(slugs);
  const found = [];
  let fence = "";
  let heading = "";
  for (const line of content.map(part => part.text).join("").split("\n")) {
    const mark = line.match(/^`{3,}/)?.[0] ?? "";
    fence = fence === "" ? mark : mark === fence ? "" : fence;
    const marked = fence === "" ? line.match(/^#{1,6} (.*)$/)?.[1].replaceAll("`", "") : null;
    const name = fence === "" ? entryName(line) : null;
    if (marked) {
      heading = marked;
      found.push({ title: heading, url: `${url}#${slugger.slug(heading)}`, lines: [] });
    } else if (name) {
      found.push({ name, title: `${name} (${heading})`, url: `${url}#${entryAnchor(heading, name)}`, lines: [line] });
    } else {
      found.at(-1)?.lines.push(line);
    }
  }
  return found.map(part => new Section(page, part));
}

export function load(application) {
  application.renderer.defineRouter("files", FileRouter);
  application.converter.on(Converter.EVENT_CREATE_DOCUMENT, (context, page) => {
    page.name = title(page);
    page.frontmatter.group = GROUPS[file(page).split("/")[1]] ?? "Reference";
  });
  application.converter.on(Converter.EVENT_RESOLVE_BEGIN, context => {
    FOLDERS.forEach(folder => folderPage(context.project, context.project, resolve(ROOT, folder), "Scripts and samples"));
  });
  application.renderer.on(IndexEvent.PREPARE_INDEX, event => {
    const router = application.renderer.router;
    const slugs = application.options.getValue("sluggerConfiguration");
    const project = event.searchResults[0].project;
    event.searchResults = [...sections(project, project.readme, router.getFullUrl(project), slugs),
      ...event.searchResults.flatMap(page => sections(page, page.content, router.getFullUrl(page), slugs))];
    event.searchFields = event.searchResults.map(section => ({ name: section.searchedName }));
  });
}
