package org.kvmsh.repl.results;

/** The address of a test in a run: the same test on the same board has the same one in each run. */
public record TestAddress(String board, String script, String test) {
    /** Its anchor on a page: no blanks, which an id must not have. */
    public String anchor() {
        return (board + "/" + (test.equals(script) ? script : script + "/" + test)).replaceAll("\\s+", "_");
    }

    /** The link to it on its page. */
    public String link() {
        return "#" + UrlPath.escaped(anchor());
    }

    /** Its name beside that of its board. */
    public String name() {
        return test.equals(script) ? script : script + ": " + test;
    }
}
