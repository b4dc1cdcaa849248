package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.CopiedLauncher
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.Requires

/** ./kvmsh starts what was asked for; where it builds, a stand-in for mvn is what it calls. */
@Needs('jars')
class LauncherSpec extends CopiedLauncher {
    def "a successful start prints only the result, the first time and later"() {
        when:
        def starts = [kvmsh(ONE), kvmsh(ONE)]

        then:
        starts.every { isOne(it) }

        when:
        archived()

        then:
        isOne(kvmsh(ONE))
        archives(JDK.toPath()).size() == 1
    }

    @Sample(verify = 8)
    def "with a limit of #limit open files it #does"() {
        when:
        def result = end(launch([:], ['sh', '-c', "ulimit -n $limit; exec ./kvmsh -b model:x86_64 -e 1".toString()], tree))

        then:
        limit < 64 ? [result.status, result.out, result.err] == [1, '', "kvmsh: needs 64 open files, and the limit is $limit: raise it with ulimit -n\n"] : isOne(result)

        where:
        limit || does
        16    || 'refuses to start'
        24    || 'refuses to start'
        63    || 'refuses to start'
        64    || 'starts'
    }

    @Requires(value = { LauncherSpec.otherJdks() }, reason = 'no other JDK 17 or later below /usr/lib/jvm')
    def "the same on the JDK in #jdk.name"() {
        when:
        def starts = [kvmsh(ONE, JAVA_HOME: jdk), archived(), kvmsh(ONE, JAVA_HOME: jdk)]

        then:
        isOne(starts[0])
        isOne(starts[2])

        where:
        jdk << otherJdks()
    }

    @Sample(verify = 16)
    def "the exit status is the program's: #status for #what"() {
        when:
        def result = kvmsh(arguments)

        then:
        result.status == status
        result.err.contains(words)

        where:
        what                  | arguments                                                   || status | words
        'success'             | ONE                                                         || 0      | ''
        'a script that fails' | ['-b', 'model:x86_64', '-e', 'throw new Exception("boom")'] || 1      | 'boom'
        'wrong usage'         | ['--nonsense']                                              || 2      | '--nonsense'
    }

    @Sample(verify = 16)
    def "a closed standard input is an error only if it is read: #arguments"() {
        when:
        def result = end(launch([:], ['sh', '-c', "exec ./kvmsh -b model:x86_64 $arguments <&-".toString()], tree))

        then:
        wanted ? [result.status, result.out, result.err] == [2, '', "kvmsh: cannot read standard input: it is closed\n"] : isOne(result)

        where:
        arguments || wanted
        ''        || true
        '-'       || true
        '-e 1'    || false
    }

    def "a closed standard output is an error, and a closed standard error is not"() {
        when:
        def results = ['>&-', '2>&-'].collect { end(launch([:], ['sh', '-c', "exec ./kvmsh -b model:x86_64 -e 1 $it".toString()], tree)) }

        then:
        [results[0].status, results[0].out, results[0].err] == [1, '', 'kvmsh: standard output: Bad file descriptor\n']
        isOne(results[1])
    }

    @Sample(verify = 16)
    def "JavaScript runs on an architecture that GraalVM does not have: #architecture"() {
        when:
        def result = kvmsh(['-q', '-b', 'model:x86_64', '--lang', 'js', '-e', 'console.log(40 + 2)'], KVMSH_JAVA_OPTS: "-Dos.arch=$architecture")

        then:
        result.out == '42\n'
        result.status == 0

        where:
        architecture << ['ppc64le', 'riscv64', 's390x']
    }

    def "a deleted current directory is reported"() {
        given:
        def gone = Files.createDirectories(temp.resolve('gone'))

        when:
        def result = end(launch([:], ['sh', '-c', "rmdir '$gone'; exec '$tree/kvmsh' -b model:x86_64 -e 1".toString()], gone))

        then: 'the shell that runs the launcher may add a message'
        result.status == 1
        result.out == ''
        result.err.readLines().last() == 'kvmsh: the current directory is deleted: change to another one'
        !result.err.contains('java')
    }

    def "it starts from any directory, also through symbolic links"() {
        given:
        def links = Files.createDirectories(temp.resolve('links'))
        Files.createSymbolicLink(links.resolve('first'), tree.resolve('kvmsh'))
        Files.createSymbolicLink(links.resolve('second'), Path.of('first'))

        expect:
        isOne(end(launch(['env', 'second', *ONE], home, PATH: "$links:${System.getenv('PATH')}", CDPATH: links)))
    }

    def "without #what, one sentence names what to install"() {
        given:
        def fake = Files.createDirectories(temp.resolve("$what/bin"))
        executable(fake.resolve('java').toFile(), '')
        temp.resolve("$what/release").toFile().text = "JAVA_VERSION=\"$version\"\n"
        Files.delete(target.resolve('built'))

        when:
        def result = kvmsh(ONE, PATH: tools, JAVA_HOME: jdk == null ? fake.parent : jdk)

        then:
        result.status == 1
        result.out == ''
        result.err ==~ /kvmsh: $sentence: install [^:\n]+ \(on Debian: apt-get install \S+\)\n/

        where:
        what      | version  | jdk            || sentence
        'java'    | ''       | '/nonexistent' || 'java not found'
        'java 17' | '11.0.2' | null           || 'java is 11.0.2'
        'javac'   | '17.0.1' | null           || 'no javac in .*, which the build of kvmsh needs'
        'mvn'     | ''       | JDK            || 'mvn not found, which the build of kvmsh needs'
    }

    def "a changed source is built, once"() {
        given:
        def mvn = mvn('')
        change()

        when:
        def starts = [kvmsh(ONE, PATH: mvn), kvmsh(ONE, PATH: mvn)]

        then:
        starts.every { isOne(it) }
        calls(mvn).size() == 1
    }

    def "of two concurrent starts, one builds and the other waits"() {
        given:
        def mvn = mvn('sleep 1')
        change()

        when:
        def both = [launch(['./kvmsh', *ONE], tree, PATH: mvn), launch(['./kvmsh', *ONE], tree, PATH: mvn)].collect { end(it) }

        then:
        both.every { isOne(it) }
        calls(mvn).size() == 1
    }

    def "a build that fails shows Maven's output"() {
        given:
        def mvn = mvn('echo "[ERROR] Units.java:[38,7] expected" >&2; exit 1')
        change()

        when:
        def result = kvmsh(ONE, PATH: mvn)

        then:
        result.status == 1
        result.out == ''
        result.err == '[ERROR] Units.java:[38,7] expected\nkvmsh: the build failed\n'
    }

    def "an interrupted build ends Maven and does not block the next start"() {
        given:
        def stuck = mvn('exec sleep 600')
        change()
        def interrupted = launch(['./kvmsh', *ONE], tree, PATH: stuck)
        while (calls(stuck).empty && interrupted.process.alive) {
            Thread.sleep(20)
        }
        def maven = interrupted.process.descendants().toList()

        when:
        interrupted.process.destroy()

        then:
        end(interrupted).status == 143
        maven.size() == 1
        maven.first().onExit().get(PATIENCE_S, TimeUnit.SECONDS)

        and:
        isOne(kvmsh(ONE, PATH: mvn('')))
    }

    static List<File> otherJdks() {
        def jdks = (new File('/usr/lib/jvm').listFiles() ?: []) as List<File>
        jdks.findAll { new File(it, 'bin/java').canExecute() && version(it) >= 17 }*.canonicalFile.unique().findAll { it != JDK }.sort()
    }

    private static int version(File jdk) {
        def release = new File(jdk, 'release')
        def version = release.canRead() ? release.text =~ /(?m)^JAVA_VERSION="(\d+)/ : null
        version ? version[0][1] as int : 0
    }

    /** Changes the source, which is then newer than the jars. */
    private void change() {
        tree.resolve('bindings/src/Source.java').toFile().text = 'class Source { }'
    }

    /** A PATH with a stand-in for Maven, which notes that it was called, does something, and has then built. */
    private String mvn(String does) {
        def folder = Files.createTempDirectory(temp, 'maven')
        executable(folder.resolve('mvn').toFile(), """
            echo "\$*" >> '$folder/calls'
            $does
            cd '$target' && ln -sfn '$jars' lib && cp '${Kvmsh.ROOT}/repl/target/built' built""")
        "$folder:$busy:${System.getenv('PATH')}"
    }

    private static List<String> calls(String path) {
        def calls = new File(path.tokenize(':').first(), 'calls')
        calls.exists() ? calls.readLines() : []
    }
}
