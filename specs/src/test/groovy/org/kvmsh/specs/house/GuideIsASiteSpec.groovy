package org.kvmsh.specs.house

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.Browser
import org.kvmsh.specs.kit.Eventually
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The README and docs as a site for a browser that has no network. */
@Needs('typedoc')
class GuideIsASiteSpec extends Specification {
    /** More than the search waits for the next key. */
    static final int SEARCH_MS = 1000
    static final List<String> PAGES = ['README.md'] + markdown('docs') + markdown('docs/guide') + markdown('docs/words') + markdown('docs/developers')

    @Shared
    @TempDir
    Path folder

    @Shared
    Path site

    def setupSpec() {
        site = folder.resolve('site')
        def log = folder.resolve('log').toFile()
        def made = new ProcessBuilder('npm', '--prefix', 'site', 'run', '--ignore-scripts', 'site', '--', '--out', site.toString())
                .directory(Kvmsh.ROOT.toFile()).redirectErrorStream(true).redirectOutput(log).start().waitFor()
        assert made == 0: log.text
    }

    def "each source has a page at its path: #source"() {
        expect:
        Files.readString(page(source)).contains('<h1 ')

        where:
        source << PAGES
    }

    def "each link leads to a file of the site and to an anchor in it"() {
        expect:
        html().collectMany { page -> broken(page) } == []
    }

    def "a page loads nothing from a network"() {
        expect:
        html().findAll { Files.readString(it) =~ /<(?:script|img|link|iframe)[^>]+(?:src|href)="(?:https?:)?\/\// } == []
    }

    @Needs('chromium')
    def "the search of #address finds #typed in #section"() {
        given:
        def browser = new Browser(Files.createTempDirectory(folder, 'browser'))

        when:
        browser.open(site.resolve(address).toUri())
        browser.evaluate("document.getElementById('tsd-search-trigger').click()")

        then:
        Eventually.eventually { found(browser, typed).any { it.endsWith(section) } }

        and:
        browser.requested.any { it.startsWith('file:') }
        browser.requested.findAll { !it.startsWith('file:') && !it.startsWith('data:') && !it.startsWith('about:') } == []

        cleanup:
        browser?.close()

        where:
        address                  | typed        | section
        'index.html'             | 'regression' | '/index.html#a-script-as-a-regression-test'
        'docs/guide/guests.html' | 'KTAP'       | '/docs/guide/tests.html#what-ci-sees'
        'docs/guide/index.html'  | 'breakpoint' | '/docs/words/values-machine.html#the-machine-breakpoint'
    }

    /** Types repeatedly, since text typed before the index is loaded finds nothing. */
    private static List<String> found(Browser browser, String typed) {
        browser.evaluate("""(() => {
            const field = document.getElementById('tsd-search-input')
            field.value = '$typed'
            field.dispatchEvent(new Event('input', {bubbles: true}))
        })()""")
        TimeUnit.MILLISECONDS.sleep(SEARCH_MS)
        browser.evaluate("[...document.querySelectorAll('#tsd-search-results a')].map(a => a.href)") as List<String>
    }

    private static List<String> markdown(String folder) {
        Kvmsh.ROOT.resolve(folder).toFile().list().findAll { it.endsWith('.md') }.sort().collect { "$folder/$it".toString() }
    }

    private Path page(String source) {
        site.resolve(source.replaceFirst(/README\.md$/, 'index.md').replaceFirst(/\.md$/, '.html'))
    }

    private List<Path> html() {
        Files.walk(site).withCloseable { it.filter { it.toString().endsWith('.html') }.toList() }
    }

    private List<String> broken(Path page) {
        (Files.readString(page) =~ /<a [^>]*href="([^"]*)"/).collect { it[1].replace('&amp;', '&') }.findAll { !(it ==~ /https?:.*/) && !leadsSomewhere(page, it) }
                .collect { "${site.relativize(page)}: $it".toString() }
    }

    private boolean leadsSomewhere(Path page, String link) {
        def (path, anchor) = link.contains('#') ? link.split('#', 2) as List : [link, '']
        def target = path.empty ? page : page.parent.resolve(path).normalize()
        Files.isRegularFile(target) && (anchor.empty || Files.readString(target).contains("id=\"$anchor\""))
    }
}
