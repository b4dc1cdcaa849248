package org.kvmsh.specs.kit

import com.google.gson.Gson
import java.nio.file.Files
import java.util.concurrent.TimeUnit

/** TypeScript's check of texts, with the declarations of kvmsh and the options of docs/guide/editors.md. */
class TypeScript {
    private static final String PAGE = Kvmsh.ROOT.resolve('docs/guide/editors.md').toFile().text
    /** The project file that the page gives. */
    static final Map<String, Object> PROJECT = new Gson().fromJson((PAGE =~ /(?s)```json\n(.*?)```/)[0][1], Map)
    static final String DECLARATIONS = Kvmsh.ROOT.resolve('docs/kvmsh.d.ts').toFile().text
    private static final int MINUTES = 5

    /** One error, as the compiler reports it; lines and columns count from 1. */
    static class Reported {
        String file
        int line
        int column
        int code
        String message

        @Override
        String toString() {
            "$file:$line:$column: TS$code $message"
        }
    }

    /** The errors in scripts, by file name. */
    static List<Reported> check(Map<String, String> scripts, Map<String, String> declarations = ['kvmsh.d.ts': DECLARATIONS]) {
        def out = Files.createTempFile('kvmsh-types', '.json').toFile()
        try {
            def process = new ProcessBuilder('node', Kvmsh.ROOT.resolve('site/types.mjs').toString()).redirectOutput(out).redirectError(ProcessBuilder.Redirect.INHERIT).start()
            process.outputStream.withCloseable { it << new Gson().toJson([options: PROJECT.compilerOptions, declarations: declarations, scripts: scripts]) }
            def ended = process.waitFor(MINUTES, TimeUnit.MINUTES)
            process.destroyForcibly()
            assert ended && process.exitValue() == 0
            new Gson().fromJson(out.text, Reported[]) as List
        } finally {
            out.delete()
        }
    }
}
