package org.kvmsh.specs.runner

import com.sun.net.httpserver.HttpServer
import java.nio.file.Files
import java.nio.file.Path
import javax.xml.parsers.DocumentBuilderFactory
import javax.xml.xpath.XPathConstants
import javax.xml.xpath.XPathFactory
import org.kvmsh.specs.kit.Browser
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.w3c.dom.Document
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code kvmsh report --html}: a run as a page for people. */
@Timeout(600)
class PageOfARunSpec extends Specification {
    /** What a Jenkins server sends with the files of a build that nothing was changed for. */
    static final String JENKINS = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';"
    static final String GOOD = '''\
        test('passes') { }
        test('breaks') { }
        test('is fixed') { expect { 1 == 2 } }
        test('stays broken') { kvm.ioctl KVM_CREATE_VM, 99 }
        test('is dropped') { }
        '''.stripIndent()
    static final String BAD = '''\
        test('passes') { }
        test('breaks') { expect { 'a<b>' == '&' } }
        test('is fixed') { }
        test('stays broken') { kvm.ioctl KVM_CREATE_VM, 99 }
        test('for Arm', boards: 'arm*') { }
        test('<script>alert(1)</script> "100%" #1') { expect { false } }
        '''.stripIndent()

    @TempDir
    Path folder

    @Sample(verify = 4)
    def "what fails since the baseline comes first, what is not run any more has not passed"() {
        given:
        run('before', GOOD, 'model:x86_64')
        run('now', BAD, 'model:x86_64', 'exec:/nonexistent')

        when:
        def report = kvmsh('report', at('now'), '--baseline', at('before'), '--html', at('page'))
        parsed()

        then:
        report.err == ''
        report.status == 1
        sections() == ['new-failure': ['breaks', '<script>alert(1)</script> "100%" #1'],
                       'old-failure': ['stays broken'],
                       'not-run'    : ['a.groovy'],
                       gone         : ['is dropped'],
                       fixed        : ['is fixed']]
        texts('//title') == ['kvmsh: 2 new failures, 3 of 5 tests failed, 1 skipped, 1 not run']

        and: 'what was refused, the rule, the command that repeats it'
        ['call', 'on', 'argument', 'errno', 'rule'].collect { texts("$broken//tr[th='$it']/td") } ==
                [['KVM_CREATE_VM'], ['kvm'], ['99'], ['EINVAL'], ['VM type 99 is not set in KVM_CAP_VM_TYPES = 0x1 (api.rst 4.2)']]
        texts("$broken//code")*.replaceFirst(/^cd \S+ && /, '') == ["kvmsh test ${at('a.groovy')} -b model:x86_64 --filter 'stays broken'".toString()]

        where:
        broken = "//article[contains(@id, 'stays_broken')]"
    }

    def "without a baseline there are failures, old and new"() {
        given:
        run('now', BAD, 'model:x86_64')

        when:
        kvmsh('report', at('now'), '--html', at('page'))

        then:
        sections() == ['new-failure': ['breaks', 'stays broken', '<script>alert(1)</script> "100%" #1']]
    }

    def "failures for one reason are one entry, what passed is folded, a skip has its reason, a test its time"() {
        given:
        run('now', """\
            test('passes') { sleep 20.ms }
            3.times { n -> test("type \$n") { kvm.ioctl KVM_CREATE_VM, 99 } }
            test('alone') { expect { 1 == 2 } }
            test('for Arm', boards: 'arm*') { }
            """.stripIndent(), 'model:x86_64', 'model:arm-vgicv2')

        when:
        kvmsh('report', at('now'), '--html', at('page'))

        then:
        texts("//h1[@id='reason']")[0] - "$folder/" ==~ /a\.groovy:\d+:\d+: KVM_CREATE_VM on .dev.kvm failed with EINVAL \(22, Invalid argument\); 1 other reason/
        texts("//section[@id='new-failure']/ul/li")*.readLines()*.first()*.replaceFirst(/.*: /, '') == ['KVM_CREATE_VM on /dev/kvm failed with EINVAL (22, Invalid argument) (6 tests for this reason)', '1 == 2 (1 test on 2 boards)']
        texts("//section[@id='new-failure']/ul/li/ul/li").size() == 8
        texts("//main/*")[1] == 'kvmsh: 8 of 11 tests failed, 1 skipped'
        texts("//main/h1").size() == 1

        and: 'below the reason of a failure what explains it is folded'
        texts("//article//pre[@class='failure']").size() == 8
        texts("//article/details[pre/@class='calls']/summary") == ['Calls'] * 6
        texts("//article/pre[@class='calls']") == []
        texts("//section[@id='tests']/details/summary") == ['1 test passed']
        texts("//section[@id='tests']/details//td").every { it ==~ /passed\s+\d\d+ ms/ }
        texts("//section[@id='skipped']/details/summary")*.contains('arm*') == [true]
    }

    def "a page without failures says None"() {
        given:
        run('now', "test('passes') { }", 'model:x86_64')

        when:
        kvmsh('report', at('now'), '--html', at('page'))

        then:
        texts("//section[@id='new-failure']/p") == ['None.']
    }

    @Needs('chromium')
    def "a browser shows it under Jenkins' policy: styled, every link leads somewhere, nothing else is loaded"() {
        given:
        run('before', GOOD, 'model:x86_64')
        run('now', BAD, 'model:x86_64', 'exec:/nonexistent')
        kvmsh('report', at('now'), '--baseline', at('before'), '--html', at('page'))
        def server = served(folder)
        def browser = new Browser(Files.createDirectory(folder.resolve('browser')))
        def address = "http://127.0.0.1:${server.address.port}"

        when:
        browser.open(URI.create("$address/page/index.html"))

        then:
        def files = browser.evaluate("[...document.querySelectorAll('a')].filter(a => !a.hash).map(a => a.href)") as List<String>
        browser.evaluate("getComputedStyle(document.querySelector('td.bad')).fontWeight") == '600'
        browser.evaluate("document.querySelectorAll('a[href^=\"#\"]').length") > 0
        browser.evaluate("[...document.querySelectorAll('a')].filter(a => a.hash && !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.href)") == []
        files.size() > 4 && files.every { Files.isRegularFile(folder.resolve(URI.create(it).path.substring(1))) }
        browser.evaluate("document.querySelectorAll('script, style, [style], [onclick]').length") == 0
        browser.evaluate("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size == document.querySelectorAll('[id]').length")
        browser.requested.collect { it.replace(address, '') }.findAll { it != '/favicon.ico' && it != 'about:blank' } == ['/page/index.html', '/page/report.css']

        cleanup:
        browser?.close()
        server?.stop(0)
    }

    @Needs('chromium')
    @Sample(of = 2)
    def "a thousand tests on five boards are less than 5 MB and are shown whole, if #what"() {
        given:
        run('now', "1000.times { n -> test(\"\$n\") { $calls; expect { n % $each != 0 } } }", *['model:x86_64'] * 5)
        kvmsh('report', at('now'), '--html', at('page'))
        def browser = new Browser(Files.createDirectory(folder.resolve('browser')))

        when:
        browser.open(folder.resolve('page/index.html').toUri())

        then:
        Files.size(folder.resolve('page/index.html')) < 5_000_000
        browser.evaluate("document.querySelectorAll('.matrix tbody tr').length") == 1000
        browser.evaluate("document.querySelectorAll('.matrix td').length") == 5000
        browser.evaluate("document.querySelectorAll('article').length") == 5000 / each

        cleanup:
        browser?.close()

        where:
        what                               | each | calls
        'each tenth fails after 40 calls'  | 10   | '40.times { attempt { kvm.ioctl KVM_CREATE_VM, 99 } }'
        'all fail because a call is refused' | 1  | 'kvm.ioctl KVM_CREATE_VM, 99'
    }

    @Sample(verify = 4)
    def "a failure has its calls, exits and console, and the calls that differ from the run in which it passed"() {
        given:
        def guest = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ba f8 03 b0 48 ee b0 69 ee e6 10 f4'; vcpu(0) { real 0x1000 }; console io: 0x3f8 }; m.run until: io"
        run('before', "test('breaks') { ${guest.replace('e6 10', 'e6 11')}; expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, 99 } }\ntest('same') { vm { } }", 'model:x86_64')
        run('now', "test('breaks') { $guest; attempt { m.ioctl KVM_CREATE_VCPU, 0 }; expect(errno: ENODEV) { kvm.ioctl KVM_CREATE_VM, 99 } }\ntest('same') { vm { }; expect { 1 == 2 } }", 'model:x86_64')

        when:
        kvmsh('report', at('now'), '--baseline', at('before'), '--html', at('page'))

        then:
        texts("$breaks/pre[@class='differences']") == ['+  vm    KVM_CREATE_VCPU = EEXIST (17, File exists)']
        texts("$breaks/pre[@class='exits-differing']") == ['-  vCPU 0  io out port 0x11 size 1 value 0x69\n+  vCPU 0  io out port 0x10 size 1 value 0x69']
        texts("$breaks/details/pre[@class='calls']")[0].contains('KVM_CREATE_VM 99 = EINVAL (22, Invalid argument)\n          rule: VM type 99 is not set')
        texts("$breaks/details/pre[@class='exits']") == ['1 vCPU 0  io out port 0x10 size 1 value 0x69']
        texts("$breaks/details/pre[@class='console']") == ['Hi']
        texts("$breaks//a[not(starts-with(@href, '#'))]") == ['calls.txt', 'exits.txt', 'console.txt', 'calls.trace', 'command.txt']
        texts("//article[contains(@id, 'same')]/p").contains('These are the calls of the baseline run, in which the test passed.')

        where:
        breaks = "//article[contains(@id, 'breaks')]"
    }

    def "of several runs, one page has all boards, and each failure the command of its own run"() {
        given:
        run('one', BAD, 'model:x86_64')
        run('other', BAD, 'model:x86_64', 'model:rfc')

        when:
        def report = kvmsh('report', at('one'), at('other'), '--html', at('page'), '--output', "junit=${at('junit.xml')}")

        then:
        report.out.readLines().last() == 'all boards: 6 passed, 9 failed, 3 skipped'
        texts("(//table[@class='matrix'])[1]/thead//th") == ['test', 'model:x86_64 (model)', 'model:x86_64 (model) (2)', 'model:rfc (model, not validated against a real kernel)']
        texts("//article[contains(@id, 'model:rfc')]//code")*.replaceFirst(/^cd \S+ && /, '')*.replaceFirst(/ --filter .*/, '').unique() == ["kvmsh test ${at('a.groovy')} -b model:rfc".toString()]
        texts("//article//a[not(starts-with(@href, '#'))]/@href").collect { it.split('/')[1] }.unique() == ['one', 'other']
    }

    @Sample(verify = 4)
    def "rejected before anything is written: #what"() {
        given:
        run('now', BAD, 'model:x86_64')
        run('also', BAD, 'model:x86_64')
        Files.writeString(folder.resolve('file'), '')

        when:
        def result = kvmsh('report', at('now'), *arguments.collect { it.startsWith('-') ? it : at(it) })

        then:
        result.status == 2
        result.err == message.replace('FOLDER', folder.toString())
        !Files.exists(folder.resolve('page/index.html'))

        where:
        what                       | arguments                                  || message
        'a page in a file'         | ['--html', 'file/page']                    || 'kvmsh report: cannot write the page to FOLDER/file/page: Not a directory\n'
        'not a run as baseline'    | ['--html', 'page', '--baseline', 'nothing'] || "kvmsh report: FOLDER/nothing is not a run's directory: it has no run.json; kvmsh test records runs\n"
        'two baselines of a board'  | ['--html', 'page', '--baseline', 'now', '--baseline', 'also'] || "kvmsh report: --baseline takes one run of each board: FOLDER/now and FOLDER/also both have results of model:x86_64 (model)\n"
    }

    private void run(String name, String script, String... boards) {
        Files.writeString(folder.resolve('a.groovy'), script)
        kvmsh('test', at('a.groovy'), *boards.collectMany { ['-b', it] }, '--run', at(name))
    }

    private static Kvmsh.Result kvmsh(String... arguments) {
        Kvmsh.run(arguments)
    }

    private String at(String name) {
        folder.resolve(name)
    }

    private Document parsed() {
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(folder.resolve('page/index.html').toFile())
    }

    private List<String> texts(String path) {
        def nodes = XPathFactory.newInstance().newXPath().evaluate(path, parsed(), XPathConstants.NODESET)
        (0..<nodes.length).collect { nodes.item(it).textContent.trim() }
    }

    /** The names of the tests that each list of the first screen has. */
    private Map<String, List<String>> sections() {
        texts('//section[ul]/@id').collectEntries { id -> [id, texts("//section[@id='$id']/ul/li").collect { name(it) }] }
    }

    private String name(String entry) {
        entry.replaceFirst(/\s+on (model|exec):(?s).*/, '').replace('a.groovy: ', '').replace(folder.toString() + '/', '')
    }

    private static HttpServer served(Path folder) {
        def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
        server.createContext('/') { exchange ->
            def file = folder.resolve(exchange.requestURI.path.substring(1))
            def bytes = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0]
            exchange.responseHeaders.add('Content-Security-Policy', JENKINS)
            exchange.responseHeaders.add('Content-Type', file.toString().endsWith('.css') ? 'text/css' : 'text/html; charset=utf-8')
            exchange.sendResponseHeaders(bytes.length > 0 ? 200 : 404, bytes.length ?: -1)
            exchange.responseBody.withCloseable { it.write(bytes) }
        }
        server.start()
        server
    }
}
