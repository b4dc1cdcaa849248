package org.kvmsh.specs.kit

import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import org.kvmsh.bindings.kernel.Errno

/** KVM's documents and other files of a kernel's source: of the directory that KVMSH_LINUX names, or of Debian's package linux-source. Nothing of their text is kept. */
class KernelDocuments {
    /** One errno of a table or a list: of a call in api.rst, of a group or an attribute elsewhere; {@code number} counts the conditions of the same errno. */
    record Documented(String document, String subject, String section, String errno, int number) {
        @Override String toString() {
            "$document $subject $errno $number"
        }
    }

    private static final String API = 'api.rst'
    private static final String PLACE = 'Documentation/virt/kvm'
    private static final Map<String, String> TEXTS = new ConcurrentHashMap<>()

    /** What to install; null if they are available. */
    static String missing() {
        folder() != null ? null : newest() != null ? Needed.missing('tar', 'xz') : 'no kernel source; on Debian: apt-get install linux-source'
    }

    /** What to install for one release; null if it is available. */
    static String missing(String release) {
        archive(release) != null ? Needed.missing('tar', 'xz') : "no kernel source; on Debian: apt-get install linux-source-$release"
    }

    /** Debian's package of one release; null for none. */
    static File archive(String release) {
        def named = new File("/usr/src/linux-source-${release}.tar.xz")
        named.exists() ? named : null
    }

    private static File folder() {
        def named = System.getenv('KVMSH_LINUX')
        named == null ? null : new File(named)
    }

    private static File newest() {
        def all = new File('/usr/src').listFiles({ File folder, String name -> name ==~ /linux-source-[\d.]+\.tar\.xz/ } as FilenameFilter)
        // The newest: linux-source-6.12 comes after linux-source-6.1.
        all == null ? null : all.max { file -> file.name.findAll(/\d+/).collect { it.padLeft(4, '0') }.join('.') }
    }

    /** Empty where the release has no such document. */
    static String text(String document) {
        TEXTS.computeIfAbsent(document) { folder() != null ? ofFolder(it) : ofArchive(it) }
    }

    private static String ofFolder(String document) {
        def file = new File(folder(), "$PLACE/$document")
        file.exists() ? file.text : ''
    }

    private static String ofArchive(String document) {
        def archive = newest()
        def reading = new ProcessBuilder('tar', '-xJOf', archive.path, '--occurrence=1', "${archive.name - '.tar.xz'}/$PLACE/$document".toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start()
        def text = reading.inputStream.text
        reading.waitFor()
        text
    }

    /** Copies files of the source into a directory, with their paths. */
    static void extract(Path into, String... files) {
        if (folder() == null) {
            extract(newest(), into, files)
        } else {
            execute(folder(), 'cp', '--parents', *files, into.toString())
        }
    }

    /** Copies files of a package into a directory, with their paths. */
    static void extract(File archive, Path into, String... files) {
        execute(null, 'tar', '-xJf', archive.path, '-C', into.toString(), '--strip-components=1', *files.collect { "${archive.name - '.tar.xz'}/$it".toString() })
    }

    private static void execute(File directory, String... command) {
        def process = new ProcessBuilder(command).directory(directory).redirectErrorStream(true).start()
        def said = process.inputStream.text
        assert process.waitFor() == 0: said
    }

    /** The headings of api.rst by their numbers, of which a few are given twice. */
    static Map<String, List<String>> sections() {
        def sections = [:].withDefault { [] }
        parts().each { sections[it.number] << it.heading }
        sections
    }

    private record Part(String number, String heading, List<String> lines) {
        /** The calls that it is about. */
        List<String> calls() {
            def named = heading.findAll(/KVM_[A-Z0-9_]+/)
            number.startsWith('4.') ? named : []
        }
    }

    private static List<Part> parts() {
        def parts = []
        def lines = text(API).readLines()
        lines.eachWithIndex { line, i ->
            def underlined = i + 1 < lines.size() && lines[i + 1] ==~ /[-=~^]{3,}\s*/
            def numbered = line =~ /^(\d+(?:\.\d+)*)\.?\s+(\S.*)$/
            if (underlined && numbered) {
                parts << new Part(numbered[0][1], numbered[0][2], [])
            } else if (parts) {
                parts.last().lines << line
            }
        }
        parts
    }

    /** What tables and lists have, each line that begins with an errno. */
    static List<Documented> errnos() {
        parts().collectMany { part ->
            def found = part.lines.findResults { leading(it) }
            part.calls().collectMany { call -> counted(API, call, part.number, found) }
        } + devices().collectMany { ofDevices(it) }
    }

    /** The index lists them; tar would read all of an archive for a document that it does not have. */
    private static List<String> devices() {
        text('devices/index.rst').readLines().findAll { it ==~ /   [\w-]+/ }.collect { "devices/${it.trim()}.rst".toString() }
    }

    /** What sentences have: an errno that a section's text names, with the calls that it can be about: the paragraph's, the section's, and what sets its state. */
    static List<List> sentences() {
        parts().findAll { it.calls() }.collectMany { part ->
            part.lines.join('\n').split(/\n\s*\n/).collectMany { String paragraph ->
                def calls = part.calls() + part.calls()*.replaceFirst('KVM_GET_', 'KVM_SET_') + paragraph.findAll(/KVM_[A-Z0-9_]+/)
                paragraph.findAll(/\bE[A-Z0-9]{2,}\b/).findAll { Errno.of(it) != null }.unique().collect { [part.number, calls.unique(), it] }
            }
        }
    }

    private static List<Documented> ofDevices(String document) {
        def groupsAlone = document.contains('arm-vgic')
        def group = null
        List<String> subjects = []
        Map<String, List<String>> found = [:].withDefault { [] }
        text(document).eachLine { line ->
            def named = line =~ /^\s{0,9}(?:[\d.]+\s+)?(?:GROUP:? |ATTRIBUTES?:? )?(KVM_(?:DEV|ARM|S390|VCPU)_[A-Z0-9_]+(?:, KVM_[A-Z0-9_]+)*)(\{.*)?(?:\s*\(.*\))?:?\s*$/
            if (named && (!groupsAlone || named[0][1].contains('_GRP_'))) {
                // Several attributes together have their group's errnos.
                subjects = line.contains('ATTRIBUTES') ? [group] : named[0][1].split(', ') as List
                group = line.contains('GROUP') ? named[0][1] : group
            }
            def errno = leading(line)
            if (errno != null) {
                subjects.each { found[it] << errno }
            }
        }
        found.collectMany { subject, errnos -> counted(document, subject, null, errnos) }
    }

    private static String leading(String line) {
        def begins = line =~ /^\s*(?::?Returns:\s+)?-?(E[A-Z0-9]{2,})\b(?! and\b| or\b| unless\b|[.,])/
        def name = begins ? begins[0][1] : null
        name != null && Errno.of(name) != null && (line =~ /^\s*(?::?Returns:\s+)?(-E|E[A-Z0-9]+  ?\s*\S)/) ? name : null
    }

    private static List<Documented> counted(String document, String subject, String section, List<String> errnos) {
        Map<String, Integer> numbers = [:].withDefault { 0 }
        errnos.collect { new Documented(document, subject, section, it, numbers[it] = numbers[it] + 1) }
    }
}
