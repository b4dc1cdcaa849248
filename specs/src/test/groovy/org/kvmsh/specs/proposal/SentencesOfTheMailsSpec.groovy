package org.kvmsh.specs.proposal

import java.security.MessageDigest
import org.kvmsh.specs.kit.KernelMails
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification

/** sentences.tsv: each sentence of the five mails makes statements that have a row, or says why it makes none. */
class SentencesOfTheMailsSpec extends Specification {
    private static final List<String> MAILS = ['A', 'B', 'C', 'D', 'E']
    private static final List<String> OTHERWISE = ['inside the kernel', 'not technical']

    private record Sentence(String mail, int number, String sum, String statements) {
        List<String> rows() {
            statements in OTHERWISE ? [] : statements.split(' ').toList()
        }
    }

    private static final List<Sentence> ALL = rows('sentences.tsv').collect { new Sentence(it[0], it[1] as int, it[2], it[3]) }

    private static List<List<String>> rows(String table) {
        SentencesOfTheMailsSpec.getResource(table).readLines('UTF-8').findAll { !it.startsWith('#') }*.split('\t').collect { it as List }
    }

    def "each sentence makes statements of its own mail that have rows"() {
        given:
        def numbers = rows('statements.tsv')*.getAt(0)

        expect:
        ALL.collectMany { sentence -> sentence.rows().findAll { !(it in numbers) || it[0] != sentence.mail() } } == []
    }

    def "a statement without a sentence comes from the mail's code: #mail"() {
        expect:
        rows('statements.tsv')*.getAt(0).findAll { it[0] == mail } - ALL*.rows().flatten() == ofCode

        where:
        mail | ofCode
        'A'  | ['A6', 'A11', 'A12', 'A15']
        'B'  | []
        'C'  | []
        'D'  | ['D4', 'D9', 'D14']
        'E'  | []
    }

    @Needs('seeds')
    def "the table has the sentences of the mails, each once and in order: #mail"() {
        expect:
        ALL.findAll { it.mail() == mail }*.sum() == sentences(prose(KernelMails.text("00$number"))).collect { sum(it) }
        ALL.findAll { it.mail() == mail }*.number() == (1..ALL.count { it.mail() == mail }).toList()

        where:
        mail << MAILS
        number = MAILS.indexOf(mail)
    }

    /** The text before a mail's diff, what the diff adds to documents, and what an answer has between the quotes. */
    private static String prose(String text) {
        def lines = text.split('\n', -1).toList()
        if (lines.count { !it.isBlank() } <= 2) {
            return " $text".replaceAll(/\s>+\s?\+?/, ' ')
        }
        boolean answer = text.contains('\n> diff --git')
        boolean inDiff = false
        boolean inDocument = false
        lines.collectMany { line ->
            def bare = line.replaceFirst(/^(> ?)+/, '')
            if (bare.startsWith('diff --git')) {
                inDiff = true
                inDocument = bare.contains('Documentation/')
                return []
            }
            !inDiff || answer && !line.startsWith('>') ? [bare] : inDocument && bare.startsWith('+') && !bare.startsWith('+++') ? [bare.substring(1)] : []
        }.join('\n')
    }

    private static List<String> sentences(String text) {
        text.replaceAll(/\s+/, ' ').strip().split(/(?<=[.?!])\s+(?=[A-Z>(])/).findAll { it =~ /[a-z]{2}/ }
    }

    private static String sum(String sentence) {
        def words = sentence.replaceAll(/\W+/, ' ').strip().toLowerCase(Locale.ROOT)
        MessageDigest.getInstance('SHA-256').digest(words.getBytes('UTF-8')).encodeHex().toString().take(10)
    }
}
