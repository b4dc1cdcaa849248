package org.kvmsh.specs.house

import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Shared
import spock.lang.Specification

/** The page of troubles: what it says that kvmsh prints is in kvmsh. */
class TroublesAreRealMessagesSpec extends Specification {
    /** A name or a number of the reader's, which stands in capitals. */
    private static final String PLACE = /\b(N|USER|HOST|ADDRESS|PORT|REASON|OOPS|BOARD)\b/

    /** The texts of the sources, without the seams between literals and what a text inserts. */
    @Shared
    String sources = ['bindings', 'dsl', 'repl'].collectMany { module ->
        [].tap { texts -> Kvmsh.ROOT.resolve("$module/src/main").toFile().traverse(nameFilter: ~/.*[.](java|c|h)/) { texts << it.text } }
    }.join('\n').replaceAll(/"\s*\+\s*"/, '')

    def "#message"() {
        given:
        def parts = message.replaceAll(/aarch64-linux-gnu-as|arm64|qemu-system-aarch64|\/dev\/kvm|\bE[A-Z]+$/, 'HOST').split("$PLACE|: | to the ")*.trim().findAll { it.length() > 2 }

        expect:
        parts.every { sources.contains(it) }

        where:
        message << Kvmsh.ROOT.resolve('docs/guide/troubles.md').toFile().text.readLines().findAll { it.startsWith('| ') }.collectMany { (it.split(/ \| /)[0] =~ /`([^`]+)`/).collect { all, code -> code } }
    }
}
