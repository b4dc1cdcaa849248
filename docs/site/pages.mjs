import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Converter, DocumentReflection, IndexEvent, KindRouter, Slugger } from "typedoc";
import { folderPage } from "./source-pages.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** What pages link to beside other pages. */
const FOLDERS = ["scripts", "samples"];
const SCRIPT_WEIGHT = 0.3;

/** A part of a page below a heading, for the search. What the guide tells comes before what a script does. */
class Section extends DocumentReflection {
  constructor(page, heading, url, text) {
    super(heading, heading === page.name ? page.parent : page, [{ kind: "text", text }], {});
    this.url = url;
    this.relevanceBoost = page.isProject() || file(page).endsWith(".md") ? 1 : SCRIPT_WEIGHT;
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

function title(text) {
  return text.match(/^# (.*)$/m)[1].replaceAll("`", "");
}

/** The page's headings with the text below each. */
function sections(page, content, url, slugs) {
  const slugger = new Slugger(slugs);
  const found = [];
  let fence = "";
  for (const line of content.map(part => part.text).join("").split("\n")) {
    const mark = line.match(/^`{3,}/)?.[0] ?? "";
    fence = fence === "" ? mark : mark === fence ? "" : fence;
    const heading = fence === "" ? line.match(/^#{1,6} (.*)$/) : null;
    if (heading) {
      const text = heading[1].replaceAll("`", "");
      found.push({ heading: text, url: `${url}#${slugger.slug(text)}`, lines: [] });
    } else {
      found.at(-1)?.lines.push(line);
    }
  }
  return found.map(section => new Section(page, section.heading, section.url, section.lines.join("\n")));
}

export function load(application) {
  application.renderer.defineRouter("files", FileRouter);
  application.converter.on(Converter.EVENT_CREATE_DOCUMENT, (context, page) => {
    page.name = title(page.content.map(part => part.text).join(""));
    page.frontmatter.group = file(page).startsWith("docs/guide/") ? "Guide" : "Reference";
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
  });
}
