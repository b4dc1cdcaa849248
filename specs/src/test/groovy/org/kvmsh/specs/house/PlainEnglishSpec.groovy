package org.kvmsh.specs.house

import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.WrittenTexts
import org.kvmsh.specs.kit.WrittenTexts.Text
import spock.lang.Shared
import spock.lang.Specification

/** What a person reads has one term for one thing, those of docs/guide/glossary.md, and none of the phrases that were dropped. */
class PlainEnglishSpec extends Specification {
    /** Texts that may have a dropped phrase: its file, the text around it, and why it may. */
    private static final List<List<String>> EXCEPTIONS = [
        ['SyntaxAdvice.java', "Can't have an abstract method", "Groovy's own text, which is looked for"],
        ['QemuMachine.java', 'folder=$1', 'a variable of a shell script'],
        ['questions.tsv', '', 'quotes a review of 2011'],
        ['proposals.md', "can't do without such an area", 'the document of a patch, printed'],
        ['splats.tsv', '', "the kernel's own words"],
        ['taints.tsv', '', "the kernel's own words"],
        ['meanings.tsv', 'kvm_ppc_cpu_char.behaviour', "the field's name in the kernel's header"],
        ['ppc64.tsv', 'behaviour', "the field's name in the kernel's header"],
        ['ppc64le.tsv', 'behaviour', "the field's name in the kernel's header"],
    ]

    @Shared
    List<Text> texts = WrittenTexts.below(Kvmsh.ROOT)

    @Sample(verify = 16)
    def "#dropped is written '#instead'"() {
        when:
        def found = places(texts, dropped, instead)

        then:
        found.isEmpty()

        where:
        dropped                                             || instead
        /held against/                                      || 'checked against, validated against'
        /a board in software/                               || 'a software model'
        /has it not\b|have it not\b/                        || 'does not support it'
        /\bbe had\b/                                        || 'is available'
        /\bat hand\b/                                       || 'available'
        /\bstands\b(?! for)/                                || 'is'
        /\bsays so\b/                                       || 'reports it'
        /\bof its own\b/                                    || 'its own, separate'
        /\bis none\b/                                       || 'is not'
        /\bso many\b/                                       || 'N, COUNT'
        /\bwhatever\b/                                      || 'any, everything that'
        /[,;] else (?!if)/                                  || 'otherwise'
        /\bcan't\b/                                         || 'cannot'
        /\bmade last\b/                                     || 'the current machine'
        /\bthat can be told\b/                              || 'known'
        /\bwhich is to say\b/                               || 'that is'
        /a number with a point/                             || 'a decimal number'
        /\bsaid twice\b/                                    || 'given twice'
        /(?<!there )\bis no (?!longer\b|more\b)/            || 'is not a'
        /\bthere is no (word|command|board|language|table|such)\b/ || 'no word, unknown command, no board'
        /\bfolders?\b/                                      || 'directory'
        /\bthat there is not\b/                             || 'that does not exist'
        /as nobody asked/                                   || 'unexpectedly'
        /\bwas expected, and\b/                             || 'expected X, got Y'
        /\bhas no rule for\b/                               || 'does not implement'
        /\b(?:initiali|virtuali|synchroni|seriali|organi|normali|optimi|recogni|capitali|speciali)s(?:e[sd]?|ing|ation)\b/ || 'z, as Americans spell it'
        /\b(?:cancell|modell|labell|signall)(?:ed|ing)\b|\b(?:mis)?spelt\b|\bfulfil\b/ || 'canceled, modeled, labeled, signaled, spelled, fulfill'
        /\b(?:behaviou|neighbou|colou|favou|honou)r(?:s|ed|ing)?\b|\bcentres?\b|\bcatalogues?\b|\banalysed?\b/ || 'behavior, neighbor, color, center, catalog, analyze'
    }

    @Sample(verify = 8)
    def "the glossary's #term is not called #dropped"() {
        given:
        def terms = new File(Kvmsh.ROOT.toFile(), 'docs/guide/glossary.md').readLines().findResults { (it =~ /^\| ([^|]+?) \|/).with { it.find() ? it.group(1) : null } }

        expect:
        terms.contains(term)
        places(texts, dropped, term).isEmpty()

        where:
        term              || dropped
        'board'           || /\b(target|test) machine\b/
        'memslot'         || /pieces? of guest memory/
        'handler'         || /\bcallbacks?\b/
        'current machine' || /\b(latest|last) machine\b/
        'model'           || /\b(paper|pretend) board\b|\bsimulators?\b/
        'plan'            || /\bon paper\b/
        'rule'            || /\bknown rules of refusal\b|\breasons? for refusal\b/
        'proposal'        || /\bproposed call\b/
        'exit'            || /\bVM ?exits?\b|\bvmexits?\b/
        'breakpoint'      || /\bbreak point\b|\bstop point\b/
    }

    def "each exception refers to an existing text"() {
        expect:
        EXCEPTIONS.findAll { file, part, why -> texts.every { !(it.file.endsWith(file) && it.text.contains(part)) } }.isEmpty()
    }

    def "a dropped phrase is found in #what"() {
        expect:
        places(WrittenTexts.literals('A.java', source), /\bat hand\b/, 'available') == found

        where:
        what                         | source                                      || found
        'a literal'                  | 'a("boards at hand: ")'                     || ["A.java:1: 'boards at hand: ': write available"]
        'a literal over lines'       | '\n  a("boards at "\n    + "hand: ");'      || ["A.java:2: 'boards at hand: ': write available"]
        'no comment'                 | '// at hand\n/* at\nhand */ a("at board")'  || []
        'the line behind a comment'  | '/*\n*/ a("// at hand")'                    || ["A.java:2: '// at hand': write available"]
    }

    private static List<String> places(List<Text> texts, String dropped, String instead) {
        def pattern = ~/(?i)$dropped/
        texts.findAll { it.text =~ pattern }.findAll { text -> EXCEPTIONS.every { file, part, why -> !(text.file.endsWith(file) && text.text.contains(part)) } }
                .collect { "$it.file:$it.line: '${it.text.strip().with { text -> it.text.length() > 160 ? shortened(it.text, pattern) : it.text }}': write $instead".toString() }
    }

    /** The text around the first match. */
    private static String shortened(String text, pattern) {
        def found = text =~ pattern
        found.find()
        '…' + text.substring(Math.max(0, found.start() - 60), Math.min(text.length(), found.end() + 60)) + '…'
    }
}
