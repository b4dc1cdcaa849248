import { Slugger } from "typedoc";

/** A paragraph of a reference that describes one name: `NAME`: what it is. */
const ENTRY = /^`([^`]+)`:/;

/** The name that a line describes, or null. */
export function entryName(line) {
  return line.match(ENTRY)?.[1] ?? null;
}

/** The anchor of a name's paragraph below a heading. */
export function entryAnchor(heading, name) {
  return new Slugger({ lowercase: true }).slug(`${heading} ${name}`);
}

/** Gives the paragraph of each name its anchor. */
export function entriesHaveAnchors(markdown) {
  markdown.core.ruler.push("entries-have-anchors", state => {
    let heading = "";
    state.tokens.forEach((token, i) => {
      const before = state.tokens[i - 1];
      if (before?.type === "heading_open") {
        heading = token.content.replaceAll("`", "");
      } else if (before?.type === "paragraph_open" && entryName(token.content)) {
        before.attrSet("id", entryAnchor(heading, entryName(token.content)));
      }
    });
  });
}
