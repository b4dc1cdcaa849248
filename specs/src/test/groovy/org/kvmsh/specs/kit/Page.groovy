package org.kvmsh.specs.kit

/** A page of the README or docs, with its fenced blocks. */
class Page {
    /** A fenced block: what follows the opening fence, and the lines up to the closing one. */
    static class Block {
        String kind
        String text
        int line
    }

    static final List<Page> GUIDE = [new Page('README.md')] + markdown('docs/guide')
    /** docs/words is not among them: it is generated, and its examples are run by ReferenceOfWordsSpec. */
    static final List<Page> ALL = GUIDE + markdown('docs') + markdown('docs/developers')
    static final List<Page> WORDS = markdown('docs/words')

    final String path

    Page(String path) {
        this.path = path
    }

    File getFile() {
        Kvmsh.ROOT.resolve(path).toFile()
    }

    String getName() {
        file.name
    }

    List<Block> getBlocks() {
        def blocks = []
        Block open = null
        file.readLines().eachWithIndex { line, number ->
            if (open == null && line.startsWith('```')) {
                open = new Block(kind: line.substring(3), text: '', line: number + 1)
            } else if (line == '```') {
                blocks << open
                open = null
            } else if (open != null) {
                open.text += line + '\n'
            }
        }
        blocks
    }

    List<Block> blocks(String kind) {
        blocks.findAll { it.kind == kind }
    }

    /** The lines outside of fenced blocks, by number. */
    Map<Integer, String> getProse() {
        boolean fenced = false
        def prose = [:]
        file.readLines().eachWithIndex { line, number ->
            if (line.startsWith('```')) {
                fenced = !fenced
            } else if (!fenced) {
                prose[number + 1] = line
            }
        }
        prose
    }

    /** Asked to, writes what was printed into the page, at the end of what introduces it. */
    void update(String before, String shown, String printed) {
        file.text = file.text.replace(before + shown, before + printed)
    }

    @Override
    String toString() {
        path
    }

    /** A command line's words, as a shell takes them apart. */
    static List<String> words(String command) {
        (command =~ /'([^']*)'|(\S+)/).collect { it[1] ?: it[2] }
    }

    private static List<Page> markdown(String folder) {
        Kvmsh.ROOT.resolve(folder).toFile().list().findAll { it.endsWith('.md') }.sort().collect { new Page("$folder/$it") }
    }
}
