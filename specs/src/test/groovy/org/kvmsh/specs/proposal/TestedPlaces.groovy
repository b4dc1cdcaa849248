package org.kvmsh.specs.proposal

/**
 * Where a test runs: on a real kernel itself, on one with a proposal in front, or on a software model. It is read from the boards that
 * the test names, itself or by a constant of its class, or else that the class names before its first test.
 */
class TestedPlaces {
    private static final String FEATURE = /(?m)^    def "(.+)"\(\) \{$/

    static List<String> features(File spec) {
        (spec.text =~ FEATURE).collect { it[1] }
    }

    static Set<String> of(File spec, String feature) {
        def text = spec.text
        def name = features(spec).find { it.contains(feature) }
        def own = body(text, name)
        def boards = boards(own + constants(text, own)) ?: boards(text.substring(0, text.indexOf('    def "')))
        boolean inFront = text.contains('new ProposalKernel(')
        (boards.collect { place(it, inFront) } + inherited(spec, text, inFront)).toSet()
    }

    /** To the next member of the class. */
    private static String body(String text, String name) {
        def from = text.indexOf("    def \"$name\"()")
        text.substring(from, text.indexOf('\n    }\n', from))
    }

    private static String constants(String text, String used) {
        (text =~ /(?m)^    (?:private )?static final .*?\b([A-Z][A-Z_0-9]+) = ((?:.+\n)+?)(?=\n|    \S)/).findAll { used =~ /\b${it[1]}\b/ }.collect { it[2] }.join('')
    }

    private static List<String> boards(String text) {
        (text =~ /['"]((?:rfc:)?(?:qemu|model):[\w?=&.$-]+|rfc:[$]board)['"]/).collect { it[1] }
    }

    /** A proposal steps aside where the kernel has the call itself. */
    private static String place(String board, boolean inFront) {
        board.startsWith('model:') ? 'model' : board.endsWith('-rfc') || !inFront && !board.startsWith('rfc:') ? 'kernel' : 'proposal'
    }

    /** What an abstract class is tested in front of, its subclasses name. */
    private static List<String> inherited(File spec, String text, boolean inFront) {
        text.contains('\nabstract class ') ? [inFront ? 'proposal' : 'kernel'] + (spec.parentFile.listFiles().any { it.text.contains(" extends ${spec.name - '.groovy'} ") && it.text.contains('new ModelKernel(') } ? ['model'] : []) : []
    }
}
