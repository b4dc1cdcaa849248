package org.kvmsh.specs.abi

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicInteger
import java.util.function.Consumer
import org.kvmsh.bindings.abi.patch.ListMail
import org.kvmsh.bindings.abi.patch.MailSeries
import org.kvmsh.bindings.abi.patch.PatchError
import org.kvmsh.bindings.board.Programs
import org.kvmsh.repl.dev.MailArchive
import org.kvmsh.repl.dev.MailReading
import org.kvmsh.specs.kit.CompiledValues
import org.kvmsh.specs.kit.HeaderBase
import org.kvmsh.specs.kit.JudgedMail
import org.kvmsh.specs.kit.MailedDiff
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification
import spock.lang.TempDir

/** What kvmsh reads in the mails of the archives that KVMSH_MAILS names is what a compiler computes from the patched headers. */
@Needs(['headers', 'mails', 'patch', 'git', 'gcc'])
class MailsAgreeWithTheCompilerSpec extends Specification {
    @TempDir
    Path folder

    def "each number, size and offset of the mails matches the compiler's"() {
        given:
        def bases = HeaderBase.all()
        println "bases: ${bases*.name.join(', ')}"

        when:
        def judged = System.getenv('KVMSH_MAILS').tokenize(':').collectMany { judge(Path.of(it), bases) }

        then:
        table(judged).each { println it }
        judged.count { !it.differences.empty } == 0
    }

    private List<JudgedMail> judge(Path archive, List<HeaderBase> bases) {
        def mails = [] as List<ListMail>
        new MailArchive(archive, new Programs(System.getenv())).read({ text ->
            try {
                def mail = ListMail.of(text)
                mail && mails << mail
            } catch (PatchError ignored) {
                // dev mails reports it.
            }
        } as Consumer<String>)
        def series = new MailSeries(mails)
        def diffs = new ConcurrentHashMap<String, MailedDiff>()
        def number = new AtomicInteger()
        mails.parallelStream()
                .map { MailReading.of(it, series) }
                .filter { it.result() == MailReading.Result.READ && CompiledValues.OF_TABLE.containsKey(it.arch()) }
                .map { reading ->
                    def own = Files.createDirectory(folder.resolve("${archive.parent?.fileName}-${number.incrementAndGet()}"))
                    try {
                        def before = series.before(reading.mail()).collect { mail -> diffs.computeIfAbsent(mail.id()) { new MailedDiff(mail.text(), own) } }
                        def mail = new JudgedMail(reading.mail(), reading.arch(), own)
                        mail.judge(series, bases, before, new MailedDiff(reading.mail().text(), own))
                        mail
                    } finally {
                        own.toFile().deleteDir()
                    }
                }.toList()
    }

    private static List<String> table(List<JudgedMail> judged) {
        ['mails  names  judged  agree  differ  not judged'] +
                judged.groupBy { it.arch }.sort().collect { arch, mails ->
                    def missing = mails.collectMany { it.missing.values() }.countBy { it - ~/:.*/ }.sort()
                    def agreed = mails.sum { it.agreed.size() }
                    def differ = mails.sum { it.differences.size() }
                    String.format('%-12s %5d %5d %5d %5d %5d %5d %s', arch, mails.size(), agreed + differ + missing.values().sum(0), agreed + differ, agreed, differ, missing.values().sum(0), missing)
                } + judged.collectMany { mail -> mail.differences.collect { "differs: $mail.id: $it" } } +
                judged.findAll { !it.missing.isEmpty() }.collect { mail -> "not judged: $mail.id: ${mail.missing.groupBy { it.value }.collect { why, names -> "$why: ${names.keySet().join(', ')}" }.join('; ')}" }
    }
}
