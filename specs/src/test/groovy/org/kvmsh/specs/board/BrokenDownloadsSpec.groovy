package org.kvmsh.specs.board

import com.sun.net.httpserver.HttpServer
import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import org.kvmsh.repl.Main
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Programs
import spock.lang.AutoCleanup
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** kvmsh boards setup with apt's own downloader and a server that closes the connection before a file's end. */
@Needs('agent:x86_64')
@Requires(value = { Files.isExecutable(Path.of('/usr/lib/apt/apt-helper')) }, reason = "apt's downloader is /usr/lib/apt/apt-helper, in Debian's package apt")
class BrokenDownloadsSpec extends Specification {
    static final String BOARD = 'qemu:x86_64'
    static final String KERNEL = 'linux-image-9.9-test'

    @TempDir
    Path folder
    @AutoCleanup('stop')
    Server server = new Server()

    def setup() {
        program('qemu-system-x86_64', 'exit 1')
        program('apt-cache', "echo 'Package: linux-image-cloud-amd64'; echo 'Depends: $KERNEL (= 1)'")
        index(MessageDigest.getInstance('SHA-256').digest(server.content).encodeHex().toString())
        program('apt-helper', 'shift 2; exec /usr/lib/apt/apt-helper -o APT::Sandbox::User=root -o Acquire::Retries=0 "$@"')
        program('dpkg-deb', """
            cp "\$2" $folder/unpacked
            mkdir -p "\$3/boot" "\$3/lib/modules/9.9-test"
            echo a kernel > "\$3/boot/vmlinuz-9.9-test\"""")
        program('depmod', ': > "$2/lib/modules/$3/modules.dep"')
    }

    def "an interrupted download continues where it stopped"() {
        given:
        server.sends = 700_000

        when:
        def broken = boardSetUp()

        then:
        broken.status == 1
        broken.err.contains("$KERNEL cannot be fetched: ")
        broken.err.contains('; run the command again to continue after 0.7 MiB of 1.9 MiB')
        broken.out.readLines() == ["$BOARD: looking up linux-image-cloud-amd64 ...", "$BOARD: fetching $KERNEL ..."]*.toString()
        kept() == ['downloads']

        when:
        server.sends = Integer.MAX_VALUE
        def whole = boardSetUp()

        then:
        whole.err == ''
        whole.status == 0
        server.ranges == [null, 'bytes=700000-']
        folder.resolve('unpacked').toFile().bytes == server.content
        kept() == ['linux-image-cloud-amd64']
    }

    def "a file with a wrong hash is refused and deleted"() {
        given:
        index('0' * 64)

        when:
        def result = boardSetUp()

        then:
        result.status == 1
        result.err.contains("$KERNEL cannot be fetched: ")
        result.err.contains('Hash Sum mismatch')
        !result.err.contains('run the command again')
        !Files.exists(folder.resolve('unpacked'))
        kept() == []
    }

    def "a terminal shows percentages, which the next line replaces"() {
        given: 'the server pauses in the middle of the file until a percentage is shown'
        server.sends = Integer.MAX_VALUE
        def err = new ByteArrayOutputStream()
        server.pause = { while (!err.toString().contains('%')) { Thread.sleep(20) } }
        server.middle = 1_000_000

        when:
        int status = Main.run(System.getenv() + environment() + [KVMSH_TERMINAL: '2'], InputStream.nullInputStream(), OutputStream.nullOutputStream(), new PrintStream(err, true), 'boards', 'setup', BOARD)

        then:
        status == 0
        err.toString() =~ /\r\u001b\[K$BOARD: $KERNEL: \d+% of 1.9 MiB/
        err.toString().endsWith('\r\u001b[K')
    }

    /** What apt knows of the package. */
    private void index(String hash) {
        program('apt-get', """
            case "\$*" in
              indextargets*) echo 'http://mirror/debian old main' ;;
              *download*) echo "'$server.address/k.deb' ${KERNEL}_1_amd64.deb $server.content.length SHA256:$hash" ;;
            esac""")
    }

    private Kvmsh.Result boardSetUp() {
        Kvmsh.runWith(environment(), '', 'boards', 'setup', BOARD)
    }

    private Map<String, String> environment() {
        [PATH: "$folder/bin:${System.getenv('PATH')}".toString(), XDG_CACHE_HOME: folder.resolve('cache').toString(), no_proxy: '127.0.0.1']
    }

    private List<String> kept() {
        folder.resolve('cache/kvmsh/boards').toFile().list().sort()
    }

    private void program(String name, String text) {
        Programs.write(folder.resolve('bin').resolve(name), text)
    }

    /** Sends a file's bytes, or those of a range, up to a place in the file where it closes the connection. */
    static class Server {
        final byte[] content = new byte[2_000_000].tap { new Random(1).nextBytes(it) }
        final List<String> ranges = [].asSynchronized()
        int sends = Integer.MAX_VALUE
        int middle
        Closure pause = { }
        private final HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)

        Server() {
            http.createContext('/') { exchange ->
                def range = exchange.requestHeaders.getFirst('Range')
                ranges << range
                int from = range ? range.findAll(/\d+/).first().toInteger() : 0
                exchange.responseHeaders.add('Last-Modified', 'Sat, 01 Jan 2022 00:00:00 GMT')
                exchange.responseHeaders.add('Accept-Ranges', 'bytes')
                if (range) {
                    exchange.responseHeaders.add('Content-Range', "bytes $from-${content.length - 1}/$content.length")
                }
                exchange.sendResponseHeaders(range ? 206 : 200, content.length - from)
                int end = Math.min(sends, content.length)
                int half = Math.max(from, Math.min(middle, end))
                exchange.responseBody.write(content, from, half - from)
                exchange.responseBody.flush()
                pause()
                exchange.responseBody.write(content, half, end - half)
                exchange.responseBody.flush()
                exchange.close()
            }
            http.start()
        }

        String getAddress() {
            "http://127.0.0.1:$http.address.port"
        }

        void stop() {
            http.stop(0)
        }
    }
}
