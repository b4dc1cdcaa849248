package org.kvmsh.specs.kit

import java.nio.file.Files
import java.nio.file.Path

/** What a person reads: literals of the code, tables, pages, what specs recorded of the output, and the launcher's lines. */
class WrittenTexts {
    /** A text and where it is. */
    static class Text {
        String file
        int line
        String text
    }

    private static final String LITERAL = /"((?:[^"\\\n]|\\.)*)"((?:\s*\n\s*\+ "(?:[^"\\\n]|\\.)*")*)/
    private static final String CONTINUED = /\+ "((?:[^"\\\n]|\\.)*)"/
    private static final String COMMENT_OR_TEXT = /"""(?s:.*?)"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'|\/\/[^\n]*|\/\*(?s:.*?)\*\//
    private static final List<String> SOURCES = ['bindings/src/main', 'bindings/models/src/main', 'bindings/headers/src/main', 'dsl/src/main', 'repl/src/main']

    /** All of them below a source tree. */
    static List<Text> below(Path root) {
        (files(root, SOURCES) + files(root, ['docs', 'specs/src/test/snapshots']) + [root.resolve('README.md'), root.resolve('kvmsh')])
                .findAll { Files.isRegularFile(it) }.collectMany { of(root.relativize(it).toString(), it.toFile()) }
    }

    /** Those of a file. */
    static List<Text> of(String name, File file) {
        switch (name) {
            case ~/.*\.(java|c|h)/: return literals(name, file.getText('UTF-8'))
            case ~/.*\.tsv/: return lines(name, file) { !it.startsWith('#') }
            case ~/.*\.(md|txt)/: return lines(name, file) { true }
            case 'kvmsh': return lines(name, file) { it =~ /\b(die|progress) "/ }
            default: return []
        }
    }

    /** The literals of a source, those that a + joins over lines as one. */
    static List<Text> literals(String name, String source) {
        String code = source.replaceAll(COMMENT_OR_TEXT) { String found -> found.startsWith('/') ? '\n' * found.count('\n') : found }
        def found = code =~ LITERAL
        int line = 1
        int at = 0
        List<Text> texts = []
        while (found.find()) {
            line += code.substring(at, found.start()).count('\n')
            at = found.start()
            texts << new Text(file: name, line: line, text: found.group(1) + (found.group(2) =~ CONTINUED).collect { it[1] }.join())
        }
        texts
    }

    private static List<Text> lines(String name, File file, Closure<Boolean> wanted) {
        List<Text> texts = []
        file.getText('UTF-8').split('\n').eachWithIndex { text, i ->
            if (wanted(text)) {
                texts << new Text(file: name, line: i + 1, text: text)
            }
        }
        texts
    }

    private static List<Path> files(Path root, List<String> folders) {
        folders.collectMany { folder ->
            Files.walk(root.resolve(folder)).withCloseable { all -> all.filter { Files.isRegularFile(it) }.sorted().toList() }
        }
    }
}
